"""The rules of zalo."""
