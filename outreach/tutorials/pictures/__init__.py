"""Authors' pictures: taken in by a process of its own, kept below DATA_DIR."""

from outreach.kept import Folder

PICTURES = Folder("pictures", ".webp")
