"""Pages of the desks."""
