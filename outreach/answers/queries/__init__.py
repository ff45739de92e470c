"""All reads of answers."""
