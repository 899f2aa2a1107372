"""Lints and the reading back of what was built."""
