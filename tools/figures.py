"""Cut the two small fonts with figures of equal width, for columns of numbers.

    uv run --no-project --with fonttools --with brotli tools/figures.py

Be Vietnam Pro has proportional figures only (its "1" is half as wide as its "4") and no `tnum` feature, so
columns would not line up. The digits are taken from it, centred in one width and saved under a name of
their own, as the font's licence (OFL-1.1, no reserved name) allows. Output: static/fonts/.
"""

import shutil
from pathlib import Path

from fontTools.pens.boundsPen import BoundsPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "static/vendor/fonts"
TARGET = ROOT / "static/fonts"
FAMILY = "Outreach Figures"
# width of every digit in thousandths of an em: the mean of the drawn widths, wide enough for the "4"
WIDTH = {400: 660, 600: 676}


def cut(weight: int) -> Path:
    """Write the figures font of one weight (400 or 600); returns its path."""
    font = TTFont(SOURCE / f"be-vietnam-pro-latin-{weight}.woff2")
    subsetter = Subsetter(Options(layout_features=[], hinting=False, name_IDs=[0, 1, 2, 4, 6]))
    subsetter.populate(text="0123456789")
    subsetter.subset(font)
    glyphs, outlines, advances = font.getGlyphSet(), font["glyf"], font["hmtx"]
    for name in font.getBestCmap().values():
        pen = BoundsPen(glyphs)
        glyphs[name].draw(pen)
        left, _, right, _ = pen.bounds
        bearing = round((WIDTH[weight] - (right - left)) / 2)
        outlines[name].coordinates.translate((bearing - left, 0))
        outlines[name].recalcBounds(outlines)
        advances[name] = (WIDTH[weight], bearing)
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
    for weight in WIDTH:
        path = cut(weight)
        print(path.relative_to(ROOT), path.stat().st_size, "bytes")
    shutil.copyfile(SOURCE / "be-vietnam-pro.LICENSE.txt", TARGET / "figures.LICENSE.txt")


if __name__ == "__main__":
    main()
