# Identity of the survey (title, authors, edition) stands in ../taxonomy.yaml.
extensions = ["surveygen"]
language = "en"
