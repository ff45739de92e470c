"""Legal documents: what procedures, tutorials, answers and plans rest on, and what has replaced what."""
