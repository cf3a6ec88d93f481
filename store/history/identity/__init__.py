"""Which addresses are one article: learnt from titles, applied, and taken back where it was wrong."""
