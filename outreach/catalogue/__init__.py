"""What the national record says of a procedure, how it is filed, and the map from registration to operation."""
