"""Import and add as plans: values that are shown, then applied to the user's files."""
