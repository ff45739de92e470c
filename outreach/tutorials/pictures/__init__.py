"""Authors' pictures: taken in by a process of its own, kept below DATA_DIR."""
