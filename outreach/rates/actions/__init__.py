"""All writes of rates."""
