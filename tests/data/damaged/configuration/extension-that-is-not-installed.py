extensions = ["surveygen", "sphinx_no_such_thing"]
language = "en"
