"""What the national record says of a procedure, how it is filed, and the map from opening to operation."""
