"""All writes about tutorials."""

from outreach.tutorials.actions.content import (
    create_tutorial,
    new_version,
    publish,
    review,
    save_version,
    withdraw,
)

__all__ = ["create_tutorial", "new_version", "publish", "review", "save_version", "withdraw"]
