extensions = []
language = "en"
