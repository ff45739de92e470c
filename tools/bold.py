"""Cut the bold text fonts without hints: half as heavy, and a first visit waits for them on a phone.

    uv run --no-project --with fonttools --with brotli tools/bold.py

Hints sharpen small text on screens of few dots; bold stands in headings and labels, which do without. The
same letters, kerning, marks and ligatures stay. The font's licence (OFL-1.1, no reserved name) allows it.
Output: static/fonts/; pages printed as PDF keep the whole fonts of static/vendor/fonts/.
"""

import shutil
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "static/vendor/fonts"
TARGET = ROOT / "static/fonts"
FEATURES = ["ccmp", "kern", "liga", "locl", "mark", "mkmk"]


def cut_bold(letters: str) -> Path:
    """Write the bold font of some letters ('latin' or 'vietnamese'); returns its path."""
    name = f"be-vietnam-pro-{letters}-600.woff2"
    font = TTFont(SOURCE / name, recalcTimestamp=False)
    subsetter = Subsetter(Options(layout_features=FEATURES, hinting=False, name_IDs=["*"]))
    subsetter.populate(unicodes=font.getBestCmap())
    subsetter.subset(font)
    font.flavor = "woff2"
    font.save(TARGET / name)
    return TARGET / name


def main() -> None:
    """Write both fonts and their licence; print their sizes."""
    for letters in ("latin", "vietnamese"):
        path = cut_bold(letters)
        print(path.relative_to(ROOT), path.stat().st_size)
    licence = "be-vietnam-pro.LICENSE.txt"
    shutil.copyfile(SOURCE / licence, TARGET / licence)


if __name__ == "__main__":
    main()
