"""Lines that wait on disk, in a file without a name: nobody else opens it, and it goes with its last user."""

import os
import tempfile
import weakref
from collections.abc import Iterator

_PIECE = 256 * 1024


class Spool:
    """Something for a process to write into; afterwards its lines are read as often as wished."""

    def __init__(self) -> None:
        with tempfile.TemporaryFile() as file:
            self.descriptor = os.dup(file.fileno())
        weakref.finalize(self, os.close, self.descriptor)

    def lines(self) -> Iterator[bytes]:
        """The lines from the first one on; several readers do not disturb each other."""
        place, rest = 0, b""
        while piece := os.pread(self.descriptor, _PIECE, place):
            place += len(piece)
            *whole, rest = (rest + piece).split(b"\n")
            yield from whole
        if rest:
            yield rest
