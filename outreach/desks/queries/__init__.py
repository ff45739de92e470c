"""Reads of the desks' pages."""
