"""Files sent in conversations: looked into before they are kept, kept below DATA_DIR."""

from outreach.kept import Folder

FILES = Folder("messages")
