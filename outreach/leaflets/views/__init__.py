"""Pages of leaflets."""
