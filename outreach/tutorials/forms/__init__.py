"""What people write about tutorials."""
