"""Whether a request is somebody who looks, or a machine: a robot, a preview, a browser that looks ahead."""

import re
from collections.abc import Mapping

# Search engines, previews of chat programs, monitors, and programs that say what they are.
_MACHINES = re.compile(
    r"bot\b|bot[/ ;_-]|crawl|spider|slurp|preview|facebookexternalhit|facebot|whatsapp/|telegram"
    r"|curl/|wget/|python|httpx|okhttp|go-http|java/|libwww|lighthouse|uptime|monitor|scan(?:ner)?/",
    re.IGNORECASE,
)
_AHEAD = ("purpose", "sec-purpose", "x-purpose", "x-moz")


def counts(headers: Mapping[str, str]) -> bool:
    """Whether a request with these headers counts as a visit: no robot, no preview, nothing fetched ahead."""
    given = {name.lower(): value.lower() for name, value in headers.items()}
    agent = given.get("user-agent", "").strip()
    if not agent or _MACHINES.search(agent):
        return False
    return not any("prefetch" in given.get(name, "") or "preview" in given.get(name, "") for name in _AHEAD)
