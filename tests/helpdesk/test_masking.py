"""Numbers of people are shortened; codes, tax codes and money are not touched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.helpdesk.rules import masked
from outreach.identifiers import check_digit, phone_of

# The first four digits that tax offices give.
OFFICES = [
    "0100", "0106", "0110", "0200", "0202", "0300", "0305", "0318", "0400", "0500", "0600", "0700", "0701",
    "0800", "0801", "0900", "0901", "1000", "1800", "2300", "2500", "3600", "4600", "6300",
]  # fmt: skip
DIGITS = st.text("0123456789", min_size=8, max_size=8)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("gọi em 0912345678 nhé", "gọi em 09xx xxx x78 nhé"),
        ("0912 345 678.", "09xx xxx x78."),
        ("0912.345.678, 0987-654-321", "09xx xxx x78, 09xx xxx x21"),
        ("+84 912 345 678", "09xx xxx x78"),
        ("(+84) 912345678", "09xx xxx x78"),
        ("ĐT:0912345678", "ĐT:09xx xxx x78"),
        ("(0293) 3822222", "02xx xxx xx22"),
        ("(0912345678)", "(09xx xxx x78)"),
        ("năm 2026 0912345678", "năm 2026 09xx xxx x78"),
        ("8 0912345678 3", "8 09xx xxx x78 3"),
        ("CCCD 001099012345", "CCCD xxxxxxxxx345"),
        ("CCCD 001 099 012 345", "CCCD xxxxxxxxx345"),
        ("CCCD 0010 9901 2345", "CCCD xxxxxxxxx345"),
        ("CMND 012345678", "CMND xxxxxx678"),
    ],
)
def test_numbers_of_people(written: str, shown: str) -> None:
    assert masked(written) == shown


@pytest.mark.parametrize(
    "written",
    [
        "000.17.22.H56-210531-0001", "G22.99.08-260921-896048", "G22.99.3-241219795252", "H21.17-240305-0012",
        "mã hồ sơ 210531001", "thủ tục 1.009664", "MST 0912345678", "mã số thuế: 0300588569", "1800156801",
        "0900189284", "0100109106-001", "144.490.000 đồng", "144490000 đồng", "lệ phí 150000000",
        "84.912.345.678", "912345678đ", "hotline 18001096", "1900 1022", "(0251) 1022", "05/03/2026 08:30",
        "123/QĐ-UBND", "65,53%", "xem https://mau.vn/0912345678/x",
    ],
)  # fmt: skip
def test_what_is_nobodys_number(written: str) -> None:
    assert masked(written) == written


@given(st.sampled_from("35789"), DIGITS, st.sampled_from(["", " ", ".", "-"]))
def test_no_mobile_stays_readable(first: str, rest: str, between: str) -> None:
    number = f"0{first}{rest}"
    if number[1:3] in ("70", "90", "30", "31", "50", "80"):  # tax codes begin so, too
        return
    written = between.join([number[:4], number[4:7], number[7:]])
    assert phone_of(number) is not None
    assert number[4:8] not in masked(f"Số của em {written} ạ").replace(" ", "").replace(".", "")


@given(st.sampled_from(OFFICES), st.text("0123456789", min_size=5, max_size=5), st.sampled_from(["", "-001"]))
def test_tax_codes_stay(office: str, rest: str, branch: str) -> None:
    last = check_digit(office + rest)
    if last is None:
        return
    code = f"{office}{rest}{last}{branch}"
    assert masked(f"Công ty {code} hỏi") == f"Công ty {code} hỏi"
    assert masked(f"MST {code}") == f"MST {code}"


@given(st.integers(1_000, 10**12), st.sampled_from(["đồng", " đồng", " đ", "đ", " VND", " triệu"]))
def test_money_stays(amount: int, unit: str) -> None:
    dotted = f"{amount:,}".replace(",", ".")
    for written in (f"{dotted}{unit}", f"{amount}{unit}", dotted):
        assert masked(f"Nộp {written} rồi") == f"Nộp {written} rồi" or written == dotted == str(amount)


@given(
    st.from_regex(r"\A(000\.\d\d\.\d\d\.H\d\d-\d{6}-\d{4}|[GH]\d\d\.\d\d\.\d{1,2}-\d{6}-\d{6})\Z"),
)
def test_dossier_codes_stay(code: str) -> None:
    assert masked(f"Hồ sơ {code} của em") == f"Hồ sơ {code} của em"


@given(st.text(alphabet="0123456789 .-()+x đHm", max_size=60))
def test_once_is_enough(text: str) -> None:
    once = masked(text)
    assert masked(once) == once
    assert len(once) <= len(text) + 20
