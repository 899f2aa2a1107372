"""How a survey was at a git revision, and what has changed since."""
