extensions = ["surveygenn"]
language = "en"
