"""Rules of pages that draw on many features; neither the web nor the database."""
