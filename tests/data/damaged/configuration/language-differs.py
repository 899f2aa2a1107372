extensions = ["surveygen"]
language = "de"
