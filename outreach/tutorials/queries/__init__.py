"""All reads of tutorials."""

from outreach.tutorials.queries.authoring import (
    ToReview,
    VersionLine,
    cited_ids,
    get_tutorial,
    get_version,
    to_review,
    versions,
)
from outreach.tutorials.queries.contents import content_from, content_of
from outreach.tutorials.queries.reading import (
    CitedDocument,
    TutorialLine,
    Version,
    cited,
    of_procedure,
    published,
    slugs_by_procedure,
)

__all__ = [
    "CitedDocument",
    "ToReview",
    "TutorialLine",
    "Version",
    "VersionLine",
    "cited",
    "cited_ids",
    "content_from",
    "content_of",
    "get_tutorial",
    "get_version",
    "of_procedure",
    "published",
    "slugs_by_procedure",
    "to_review",
    "versions",
]
