"""Sphinx configuration. Title, authors, edition and date stand in ../taxonomy.yaml."""

extensions = ["surveygen"]
language = "en"
