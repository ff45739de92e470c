"""All writes of zalo."""
