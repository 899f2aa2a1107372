extensions = ["surveygen"]
project = "Another title"
language = "en"
