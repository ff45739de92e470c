"""Pages of tutorials."""
