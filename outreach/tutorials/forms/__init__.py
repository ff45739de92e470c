"""What people type about tutorials."""
