"""The views of answers."""
