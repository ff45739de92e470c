"""What must be delivered."""
