"""The views of zalo."""
