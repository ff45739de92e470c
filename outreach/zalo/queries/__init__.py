"""All reads of zalo."""
