"""Getting to know a site: what `tracker sites add` and `tracker sites check` are made of."""
