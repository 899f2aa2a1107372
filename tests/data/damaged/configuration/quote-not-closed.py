extensions = ["surveygen"]
language = "en
