extensions = ["surveygen"]
myst_enable_extensions = [
    "amsmath",
    "attrs_block",
    "attrs_inline",
    "deflist",
    "fieldlist",
    "html_admonition",
    "html_image",
    "strikethrough",
    "substitution",
    "tasklist",
]
smartquotes = False  # so that tests can compare what is shown letter by letter
myst_substitutions = {"secret": "SUBSTITUTED"}
