extensions = ["surveygen"]
if True:
language = "en"
