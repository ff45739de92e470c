"""All writes of answers."""
