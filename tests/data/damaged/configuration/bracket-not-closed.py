extensions = ["surveygen"
language = "en"
