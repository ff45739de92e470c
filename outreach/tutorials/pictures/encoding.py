"""Re-encodes what authors upload in a bounded process: a crafted file can end that one only."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from threading import BoundedSemaphore
from typing import IO, NamedTuple

from outreach.i18n import LazyString
from outreach.i18n import lazy_gettext as _l
from outreach.refusals import Refused

SECONDS = 60  # by the clock, however busy the machine; encoding_child bounds its computing closer
LARGEST = 5 * 1024**2  # bytes of an upload
AT_ONCE = 2
_CHILD = Path(__file__).with_name("encoding_child.py")
_DAMAGED = _l("Tệp này không phải ảnh PNG, JPEG hoặc WebP đọc được. Ảnh SVG không được nhận.")
_TOO_MUCH = _l("Ảnh quá lớn; Anh/Chị thu nhỏ hoặc cắt bớt rồi tải lại.")
_FAULTS: dict[str, LazyString] = {"damaged": _DAMAGED, "too_many_pixels": _TOO_MUCH}
_places = BoundedSemaphore(AT_ONCE)


class Size(NamedTuple):
    """How large a picture may be as it will be kept."""

    longest_side: int  # pixels
    most_bytes: int


WHOLE = Size(1600, 300 * 1024)
THUMB = Size(480, 40 * 1024)


class Encoded(NamedTuple):
    """A picture as it will be kept: WebP within its size, nothing attached."""

    content: bytes
    width: int
    height: int


def encode(stream: IO[bytes], size_of: Size = WHOLE, *, largest: int = LARGEST) -> Encoded:
    """Read an uploaded PNG, JPEG or WebP of so many bytes and write it anew.

    Refused names the field `picture`.
    """
    with tempfile.NamedTemporaryFile(prefix="picture-") as file:
        size = 0
        while chunk := stream.read(256 * 1024):
            size += len(chunk)
            if size > largest:
                raise Refused(_l("Ảnh tối đa %(most)s MB.", most=largest // 1024**2), "picture")
            file.write(chunk)
        file.flush()
        with _places:
            return _from_child(file.name, size_of)


def _from_child(path: str, size: Size) -> Encoded:
    command = [sys.executable, "-I", str(_CHILD), path, str(size.longest_side), str(size.most_bytes)]
    try:
        child = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise Refused(_TOO_MUCH, "picture") from error
    head, _, content = child.stdout.partition(b"\n")
    if child.returncode != 0 or not head:  # killed by a limit, or out of memory
        raise Refused(_TOO_MUCH, "picture")
    answer = json.loads(head)
    if "fault" in answer:
        raise Refused(_FAULTS[answer["fault"]], "picture")
    return Encoded(content, answer["width"], answer["height"])
