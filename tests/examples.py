"""With how many examples what holds for anything is tried where the database is asked."""

import os

DATABASE = "TESTED_DATABASE"  # set before any test is read; workers inherit it


def examples(number: int) -> int:
    """So many; on PostgreSQL a third: Python does the same with them there, and statements are few."""
    return number if os.environ.get(DATABASE, "sqlite") == "sqlite" else number // 3
