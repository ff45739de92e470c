"""The process that opens an uploaded picture; run by path, so that it loads nothing of the application.

It prints one JSON line {"width", "height"} and then the bytes of a WebP, or {"fault": code} alone. Its limits
are set before the first byte of the file is read.
"""

import io
import json
import resource
import sys
from typing import Any

MEMORY = 768 * 1024**2
SECONDS = 20
MOST_PIXELS = 40_000_000
FORMATS = ("PNG", "JPEG", "WEBP")
QUALITIES = (90, 80, 70, 60, 50, 40)


class Refused(Exception):
    """The picture may not be read; the argument is a code that the parent turns into a sentence."""


def main() -> None:
    """Read the picture named on the command line (path, longest side, most bytes) and print it anew."""
    for kind, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(kind)[1]
        lower = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (lower, lower))
    try:
        picture = opened(sys.argv[1], int(sys.argv[2]))
        width, height, content = encoded(picture, int(sys.argv[3]))
    except Refused as refusal:
        sys.stdout.buffer.write(json.dumps({"fault": str(refusal)}).encode() + b"\n")
        return
    sys.stdout.buffer.write(json.dumps({"width": width, "height": height}).encode() + b"\n" + content)


def opened(path: str, longest_side: int) -> Any:
    """The first frame, upright, no longer than `longest_side`, as RGB or RGBA without anything attached."""
    # After the limits: the library maps memory when it is loaded.
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = None  # the size is looked at here, before anything is decoded
    try:
        picture = Image.open(path, formats=FORMATS)
        if picture.width * picture.height > MOST_PIXELS:
            raise Refused("too_many_pixels")
        picture.draft("RGB", (longest_side, longest_side))
        picture.load()
        has_alpha = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
        plain = (
            picture if picture.mode in ("RGB", "RGBA") else picture.convert("RGBA" if has_alpha else "RGB")
        )
        plain.thumbnail((longest_side, longest_side), Image.Resampling.LANCZOS, reducing_gap=3.0)
        upright = ImageOps.exif_transpose(plain)
    except (Refused, MemoryError):
        raise
    except Exception as error:  # Pillow raises a dozen kinds for broken bytes
        raise Refused("damaged") from error
    bare = Image.new(upright.mode, upright.size)  # where it was taken, by whom, with what: all left behind
    bare.paste(upright)
    return bare


def encoded(picture: Any, most_bytes: int) -> tuple[int, int, bytes]:
    """Width, height, and a WebP of at most `most_bytes`: without loss if that fits, else stepped down."""
    content = as_webp(picture, lossless=True, quality=60)
    if len(content) <= most_bytes:
        return picture.width, picture.height, content
    while True:
        for quality in QUALITIES:
            content = as_webp(picture, quality=quality)
            if len(content) <= most_bytes:
                return picture.width, picture.height, content
        picture = picture.resize((max(1, picture.width * 3 // 4), max(1, picture.height * 3 // 4)))


def as_webp(picture: Any, **settings: Any) -> bytes:
    """The bytes of the picture."""
    out = io.BytesIO()
    picture.save(out, "WEBP", method=4, **settings)
    return out.getvalue()


if __name__ == "__main__":
    main()
