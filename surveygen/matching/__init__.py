"""Which records are the same work, and why."""
