"""Files that prove something: looked into before they are kept, kept below DATA_DIR."""

from outreach.kept import Folder

PROOFS = Folder("evidence")
