"""Pages of the practice room."""
