"""Pages of help at the counter."""
