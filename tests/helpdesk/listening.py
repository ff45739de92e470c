"""Reading a stream as a browser does: in a thread of its own, piece by piece."""

import threading
import time
from typing import Any

from werkzeug.test import TestResponse

from outreach.helpdesk.models import Conversation
from tests.client import CheckedClient

PATIENCE = 10.0  # seconds; two cores may be busy


class Reading:
    """What a stream gave so far; `hub().end_all()` ends it, as a stop of the server does."""

    def __init__(self, client: CheckedClient, path: str, **headers: str) -> None:
        named: dict[str, Any] = {name.replace("_", "-"): value for name, value in headers.items()}
        self.response: TestResponse = client.get(path, buffered=False, headers=named)
        self.over = threading.Event()
        self._pieces: list[str] = []
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        for piece in self.response.response:
            self._pieces.append(piece.decode() if isinstance(piece, bytes) else piece)
        self.response.close()
        self.over.set()

    @property
    def text(self) -> str:
        """All of it."""
        return "".join(self._pieces)

    def waits_for(self, words: str) -> str:
        """All of it, once these words are there."""
        end = time.monotonic() + PATIENCE
        while words not in self.text:
            assert time.monotonic() < end, f"{words!r} did not come: {self.text!r}"
            time.sleep(0.005)
        return self.text


def stream_of(conversation: Conversation) -> str:
    """The address of its stream."""
    return f"/tro-giup/{conversation.public_id}/dong"
