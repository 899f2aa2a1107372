extensions = ["surveygen"]
<<<<<<< HEAD
language = "en"
=======
language = "de"
>>>>>>> german
