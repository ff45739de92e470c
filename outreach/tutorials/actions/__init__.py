"""All writes about tutorials."""

from outreach.tutorials.actions.content import (
    create_tutorial,
    new_version,
    publish,
    review,
    save_version,
    withdraw,
)
from outreach.tutorials.actions.loading import SHIPPED, Loaded, load_content, read_shipped
from outreach.tutorials.actions.progress import complete, start, tick, untick
from outreach.tutorials.actions.reports import (
    KEEP_PHONES,
    answer_report,
    attach_report,
    close_report,
    forget_phones,
    report_step,
)

__all__ = [
    "KEEP_PHONES",
    "SHIPPED",
    "Loaded",
    "answer_report",
    "attach_report",
    "close_report",
    "complete",
    "create_tutorial",
    "forget_phones",
    "load_content",
    "new_version",
    "publish",
    "read_shipped",
    "report_step",
    "review",
    "save_version",
    "start",
    "tick",
    "untick",
    "withdraw",
]
