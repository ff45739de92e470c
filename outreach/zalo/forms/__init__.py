"""The forms of zalo."""
