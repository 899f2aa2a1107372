extensions = ["surveygen"]
language = "en"
