"""Takes the history of a site from the captures of a web archive."""
