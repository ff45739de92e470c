"""Rules of this feature; neither the web nor the database."""
