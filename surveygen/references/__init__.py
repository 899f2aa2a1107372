"""A paper to reference text for people."""
