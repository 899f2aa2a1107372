extensions = "surveygen"
language = "en"
