extensions = ["surveygen", "sphinxcontrib.bibtex"]
language = "en"
