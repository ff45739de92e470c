"""What the rates rest on: periods, windows before and after, counts and how they may be read."""
