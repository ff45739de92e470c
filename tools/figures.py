"""Cut the two small fonts with figures of equal width, for columns of numbers.

    uv run --no-project --with fonttools --with brotli tools/figures.py

Be Vietnam Pro has proportional figures only (its "1" is half as wide as its "4") and no `tnum` feature, so
columns would not line up. The digits are taken from it and centred in one width, the "1" is given a foot so
that it fills its place, and the result is saved under a name of its own, as the font's licence (OFL-1.1, no
reserved name) allows. Output: static/fonts/.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph, GlyphCoordinates

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "static/vendor/fonts"
TARGET = ROOT / "static/fonts"
FAMILY = "Outreach Figures"


@dataclass(frozen=True)
class Cut:
    """In thousandths of an em: the width of every digit, the length and thickness of the foot of "1"."""

    width: int
    foot: int
    thickness: int


CUTS = {400: Cut(width=640, foot=400, thickness=84), 600: Cut(width=660, foot=436, thickness=112)}


def give_foot(one: Glyph, cut: Cut) -> None:
    """Widen the "1" at the base line; its outline runs down the stem's right side and up its left."""
    points, flags = list(one.coordinates), list(one.flags)
    right, left = points[1][0], points[2][0]
    middle, top = (left + right) // 2, cut.thickness
    west, east = middle - cut.foot // 2, middle + cut.foot // 2
    points[1:3] = [(right, top), (east, top), (east, 0), (west, 0), (west, top), (left, top)]
    flags[1:3] = [1] * 6
    one.coordinates, one.flags = GlyphCoordinates(points), bytearray(flags)
    one.endPtsOfContours = [len(points) - 1]


def cut_figures(weight: int) -> Path:
    """Write the figures font of one weight (400 or 600); returns its path."""
    font, cut = TTFont(SOURCE / f"be-vietnam-pro-latin-{weight}.woff2"), CUTS[weight]
    subsetter = Subsetter(Options(layout_features=[], hinting=False, name_IDs=[0, 1, 2, 4, 6]))
    subsetter.populate(text="0123456789")
    subsetter.subset(font)
    outlines, advances, names = font["glyf"], font["hmtx"], font.getBestCmap()
    for code, name in names.items():
        glyph = outlines[name]
        if code == ord("1"):
            give_foot(glyph, cut)
        glyph.recalcBounds(outlines)
        bearing = round((cut.width - (glyph.xMax - glyph.xMin)) / 2)
        glyph.coordinates.translate((bearing - glyph.xMin, 0))
        glyph.recalcBounds(outlines)
        advances[name] = (cut.width, bearing)
    for record in font["name"].names:
        if record.nameID in (1, 4):
            record.string = FAMILY
        elif record.nameID == 6:
            record.string = f"OutreachFigures-{weight}"
    font.flavor = "woff2"
    path = TARGET / f"figures-{weight}.woff2"
    font.save(path)
    return path


def main() -> None:
    """Cut both weights and put the licence beside them."""
    TARGET.mkdir(parents=True, exist_ok=True)
    for weight in CUTS:
        path = cut_figures(weight)
        print(path.relative_to(ROOT), path.stat().st_size, "bytes")
    shutil.copyfile(SOURCE / "be-vietnam-pro.LICENSE.txt", TARGET / "figures.LICENSE.txt")


if __name__ == "__main__":
    main()
