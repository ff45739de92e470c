"""Ratios to floors measured in the same run: absolute times are noise on shared machines."""
