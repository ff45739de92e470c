"""In which encoding a text is written: Unicode with or without a mark, or one of two old Vietnamese ones.

Windows-1258 and TCVN3 (TCVN 5712, for the .Vn fonts of the 1990s) use the same bytes for other letters. What
tells them apart is that only the right one turns the bytes into syllables that Vietnamese has.
"""

import codecs
import re
import unicodedata
from pathlib import Path

from outreach.i18n import lazy_gettext as _l
from outreach.sheets.cells import FileFault
from outreach.text import nfc

SAMPLE = 1024 * 1024
TCVN3 = "tcvn3"

_MARKS = {
    b"\xff\xfe\0\0": "utf-32",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
    b"\xef\xbb\xbf": "utf-8-sig",
}
_SAYS_ITSELF = re.compile(rb"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_LATIN = frozenset({"windows-1252", "iso-8859-1"})  # Vietnamese stands as &#7879; in them
_NOWHERE = "\ufffe"  # what a character map calls a byte without a letter
_TCVN3_LETTERS = (
    "".join(map(chr, range(128))) + _NOWHERE * 32
    + "\u00a0ĂÂÊÔƠƯĐăâêôơưđẰ\u0300\u0309\u0303\u0301\u0323àảãáạẲằẳẵắẴẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịòỔỏõóọồổỗ"
    + "ốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ"
)  # fmt: skip
_SYLLABLE = re.compile(
    "(?:ngh?|gh|gi|[ckt]h|nh|ph|qu|tr|[bcdđghklmnpqrstvx])?"
    "(?:[aăâeêioôơuưy]|[iuưoy][aăâeêoơôuyi]|[aâeêiouưyơô][iouya]|(?:iê|yê|uô|ươ|oa|oe|uâ|uy|oă|uê)[iuaêyn]?)"
    "(?:ng|nh|ch|[cmnpt])?"
)
_WORD = re.compile(r"[^\W\d_]+")
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_CONTROLS = bytes({*range(32)} - {*b"\t\n\r"})
_ENOUGH = 0.8  # of the words with marks must be Vietnamese
_NO_TONES = str.maketrans("", "", "".join(_TONES))


def encoding_of(path: Path) -> str:
    """The encoding of a text file, by its first megabyte. Raises FileFault when it is none that is known."""
    with path.open("rb") as file:
        sample = file.read(SAMPLE)
    return encoding_of_bytes(sample, whole=len(sample) < SAMPLE)


def encoding_of_bytes(sample: bytes, *, whole: bool) -> str:
    """As `encoding_of`; `whole` says that nothing follows, so that a cut letter at the end is a fault."""
    marked = next((name for mark, name in _MARKS.items() if sample.startswith(mark)), None)
    if marked or (marked := _unmarked_utf_16(sample)):
        return marked
    if _is_no_text(sample):
        raise unknown_encoding()
    if _is_utf_8(sample, whole):
        return "utf-8"
    if not _mostly_utf_8(sample):
        likeliest = max(("cp1258", TCVN3), key=lambda name: _vietnamese(sample, name))
        if _vietnamese(sample, likeliest) >= _ENOUGH:
            return likeliest
    raise unknown_encoding()


def encoding_of_page(content: bytes) -> str:
    """The encoding of an HTML page: what its bytes prove, else what it says of itself. Raises FileFault."""
    try:
        return encoding_of_bytes(content, whole=True)
    except FileFault:
        said = _SAYS_ITSELF.search(content[:4096])
        if said and (name := said[1].decode().lower()) in _LATIN:
            return name
        raise


def unknown_encoding() -> FileFault:
    """The file is no text, or a text that some byte spoils."""
    return FileFault(
        _l("Tệp không phải bảng tính, hoặc tệp CSV không dùng bảng mã UTF-8; "
           "Anh/Chị mở bằng Excel, lưu lại dạng .xlsx hoặc “CSV UTF-8” rồi nhập lại.")
    )  # fmt: skip


def _unmarked_utf_16(sample: bytes) -> str | None:
    """Latin letters and signs leave every second byte zero; which one tells the order."""
    pairs = len(sample) // 2
    first, second = sample[0 : pairs * 2 : 2].count(0), sample[1 : pairs * 2 : 2].count(0)
    few, many = min(first, second), max(first, second)
    if pairs < 2 or many * 2 < pairs or few * 50 > many:
        return None
    return "utf-16-le" if second > first else "utf-16-be"


def _is_no_text(sample: bytes) -> bool:
    """Whether it begins as old databases and worksheets do: a third of the bytes stand for no letter."""
    start = sample[:512]
    return len(start.translate(None, _CONTROLS)) * 3 < len(start) * 2


def _is_utf_8(sample: bytes, whole: bool) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample, whole)
    except UnicodeDecodeError:
        return False
    return True


def _mostly_utf_8(sample: bytes) -> bool:
    """A damaged UTF-8 file must not pass for an old one: most of its letters still are UTF-8."""
    text = sample.decode("utf-8", "surrogateescape")
    stray = sum("\udc80" <= char <= "\udcff" for char in text)
    return sum(char > "\x7f" for char in text) - stray >= stray


def _vietnamese(sample: bytes, encoding: str) -> float:
    """The share of the words with marks that are Vietnamese syllables; 0 without any."""
    text = nfc(sample[: SAMPLE // 8].decode(encoding, "replace"))
    words = [word for word in _WORD.findall(text.lower()) if not word.isascii()]
    known = sum(_is_syllable(word) for word in words)
    strange = sum(text.count(char) for char in set(text) if char == "\ufffd" or _is_control(char))
    return known / (len(words) + strange) if words else 0


def _is_control(char: str) -> bool:
    return unicodedata.category(char) == "Cc" and char not in "\r\n\t"


def _is_syllable(word: str) -> bool:
    apart = unicodedata.normalize("NFD", word)
    toneless = nfc(apart.translate(_NO_TONES))
    return sum(char in _TONES for char in apart) <= 1 and _SYLLABLE.fullmatch(toneless) is not None


class _Tcvn3Decoder(codecs.IncrementalDecoder):
    def decode(self, data: bytes, final: bool = False) -> str:  # type: ignore[override]
        """One letter a byte."""
        return codecs.charmap_decode(data, self.errors, _TCVN3_LETTERS)[0]


def _find_tcvn3(name: str) -> codecs.CodecInfo | None:
    if name != TCVN3:
        return None
    table = codecs.charmap_build(_TCVN3_LETTERS)
    return codecs.CodecInfo(
        name=TCVN3,
        encode=lambda text, errors="strict": codecs.charmap_encode(text, errors, table),
        decode=lambda data, errors="strict": codecs.charmap_decode(data, errors, _TCVN3_LETTERS),
        incrementaldecoder=_Tcvn3Decoder,
    )


codecs.register(_find_tcvn3)
