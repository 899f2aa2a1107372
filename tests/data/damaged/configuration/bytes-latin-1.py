# Übersicht
extensions = ["surveygen"]
language = "en"
