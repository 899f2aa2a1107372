html_short_title = "Übersicht"
extensions = ["surveygen"]
language = "en"
