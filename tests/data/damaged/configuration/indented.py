extensions = ["surveygen"]
  language = "en"
