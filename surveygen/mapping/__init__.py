"""Where a new paper belongs, how sure that is, and why."""
