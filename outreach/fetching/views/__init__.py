"""The pages of sources of registers."""
