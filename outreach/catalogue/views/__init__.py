"""Pages: search, one procedure and the map for everybody; cards and redo reasons for staff."""
