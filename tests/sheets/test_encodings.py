"""Texts are read in whichever encoding they were written; what is damaged or foreign is said to be."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.sheets.cells import FileFault
from outreach.sheets.encodings import TCVN3, encoding_of_bytes, encoding_of_page
from outreach.sheets.reading import open_table
from outreach.text import nfc
from tests.sheets.containers import in_1258, in_tcvn3
from tests.sheets.files import DATA, csv_file, fault_of, rows_of

HEADINGS = "Mã hồ sơ;Ngày tiếp nhận;Tên tổ chức\n"
REGISTER = (DATA / "hai-phong-2024-03" / "dossiers.csv").read_text(encoding="utf-8-sig")


def encoding_of(content: bytes) -> str:
    return encoding_of_bytes(content, whole=True)


@pytest.mark.parametrize("text", [HEADINGS, REGISTER], ids=["headings only", "register"])
def test_old_vietnamese_encodings_are_told_apart(text: str) -> None:
    assert nfc(in_1258(text).decode("cp1258")) == text
    assert encoding_of(in_1258(text)) == "cp1258"
    assert in_tcvn3(text).decode(TCVN3).lower() == text.lower()
    assert encoding_of(in_tcvn3(text)) == TCVN3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [HEADINGS, REGISTER, "a;b\nc;d\n"])
def test_unicode_without_a_mark(text: str, encoding: str) -> None:
    assert encoding_of(text.encode(encoding)) == encoding


def test_a_letter_cut_at_the_end_of_the_sample_is_no_fault() -> None:
    cut = "Mã hồ sơ đổ".encode()[:-1]
    assert encoding_of_bytes(cut, whole=False) == "utf-8"
    with pytest.raises(FileFault):
        encoding_of_bytes(cut, whole=True)


@pytest.mark.parametrize(
    "content",
    [
        REGISTER.encode()[:20_000] + b"\xe1;" + REGISTER.encode()[20_000:40_000],
        "Ñandú;año;señor\n".encode("latin-1"),
        "日本語;日付\n".encode("shift-jis"),
        "имя;дата\n".encode("cp1251"),
        bytes(range(256)),
    ],
    ids=["damaged utf-8", "latin", "japanese", "cyrillic", "bytes"],
)
def test_what_is_damaged_or_foreign_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a"
    path.write_bytes(content)
    assert "UTF-8" in fault_of(path)


def test_a_file_in_1258_reads_like_one_in_unicode(tmp_path: Path) -> None:
    text = HEADINGS + "H-1;02/01/2020;CÔNG TY TNHH GIẤY SÔNG HẬU\n"
    plain = csv_file(tmp_path / "a", text)
    old = tmp_path / "b"
    old.write_bytes(in_1258(text))
    assert open_table(old).encoding == "cp1258"
    composed = [(number, tuple(nfc(str(cell)) for cell in cells)) for number, cells in rows_of(old)]
    assert composed == rows_of(plain)


def test_a_line_may_say_the_delimiter(tmp_path: Path) -> None:
    rows = rows_of(csv_file(tmp_path / "a", "sep=|\na|b;c;d\n"))
    assert rows[1] == (2, ("a", "b;c;d"))


def test_pages_say_their_encoding_unless_their_bytes_prove_it() -> None:
    said = b'<meta http-equiv="Content-Type" content="text/html; charset=%s"><td>%s'
    assert encoding_of_page(said % (b"windows-1252", "Mã".encode())) == "utf-8"
    assert encoding_of_page(said % (b"windows-1252", b"&#7879; \x96 ")) == "windows-1252"
    with pytest.raises(FileFault):
        encoding_of_page(said % (b"rot13", b"\x96\x96"))


@given(st.binary(max_size=200))
def test_any_bytes_have_an_encoding_that_fits_or_none(content: bytes) -> None:
    try:
        encoding = encoding_of(content)
    except FileFault:
        return
    assert isinstance(content.decode(encoding, "replace"), str)


def test_the_mark_of_utf_32_is_not_taken_for_that_of_utf_16() -> None:
    assert encoding_of("a;b\nc;d\n".encode("utf-32")) == "utf-32"
