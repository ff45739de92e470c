"""All reads about sessions, by noun."""
