"""All writes about tutorials."""

from outreach.tutorials.actions.content import (
    create_tutorial,
    new_version,
    publish,
    review,
    save_version,
    withdraw,
)
from outreach.tutorials.actions.loading import Loaded, load_content, read_shipped

__all__ = [
    "Loaded",
    "create_tutorial",
    "load_content",
    "new_version",
    "publish",
    "read_shipped",
    "review",
    "save_version",
    "withdraw",
]
