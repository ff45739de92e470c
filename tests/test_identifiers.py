"""Tax codes, phones and e-mail addresses as people and files write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.identifiers import (
    check_digit,
    email_of,
    is_service_number,
    mask_email,
    mask_phone,
    phone_of,
    spell_phone,
    tax_code_doubtful,
    tax_code_of,
)

# Published codes of real companies: what the formula has to agree with.
REAL_CODES = (
    "0300588569", "0101248141", "0100109106", "0100684378",
    "0900189284", "2500150335", "2300325764", "1800156801",
)  # fmt: skip
NINE_DIGITS = st.text("0123456789", min_size=9, max_size=9)


class TestTaxCodes:
    @pytest.mark.parametrize("code", REAL_CODES)
    def test_real_codes_are_not_doubted(self, code: str) -> None:
        assert not tax_code_doubtful(code)

    @pytest.mark.parametrize("code", REAL_CODES)
    def test_one_wrong_digit_is_doubted(self, code: str) -> None:
        for place in range(10):
            slip = code[:place] + str((int(code[place]) + 1) % 10) + code[place + 1 :]
            assert tax_code_doubtful(slip), slip

    @given(NINE_DIGITS)
    def test_at_most_one_tenth_digit_fits(self, nine: str) -> None:
        fitting = [digit for digit in range(10) if not tax_code_doubtful(f"{nine}{digit}")]
        expected = check_digit(nine)
        assert fitting == ([] if expected is None else [expected])

    def test_no_digit_fits_when_the_sum_divides(self) -> None:
        assert check_digit("000000000") is None
        assert tax_code_doubtful("0000000000")

    def test_branches_are_judged_by_their_company(self) -> None:
        assert not tax_code_doubtful("0300588569-001")
        assert tax_code_doubtful("0300588568-001")

    def test_personal_ids_carry_no_check_digit(self) -> None:
        assert tax_code_of("079203001234") == "079203001234"
        assert not tax_code_doubtful("079203001234")

    def test_nothing_is_not_doubted(self) -> None:
        assert not tax_code_doubtful(None)
        assert not tax_code_doubtful("")

    @pytest.mark.parametrize(
        ("written", "stored"),
        [
            ("0300588569", "0300588569"),
            (" 0300 588 569 ", "0300588569"),
            ("300588569", "0300588569"),  # Excel took the zero
            ("0300588569001", "0300588569-001"),
            ("0300588569 – 001", "0300588569-001"),
            ("'0300588569", "0300588569"),
            ("MST 0300588569", None),
            ("300588569001", "0300588569-001"),  # no personal id begins so
            ("12345678", None),
            ("03005885690", None),
            ("０３００５８８５６９", None),
            ("-0300588569", None),
            ("", None),
        ],
    )
    def test_how_codes_are_written(self, written: str, stored: str | None) -> None:
        assert tax_code_of(written) == stored

    @given(st.text())
    def test_anything_gives_a_code_or_nothing(self, text: str) -> None:
        code = tax_code_of(text)
        assert code is None or (len(code) in (10, 12, 14) and tax_code_of(code) == code)


class TestPhones:
    @pytest.mark.parametrize(
        ("written", "stored"),
        [
            ("0912345612", "0912345612"),
            ("0912 345 612", "0912345612"),
            ("+84 912.345.612", "0912345612"),
            ("84912345612", "0912345612"),
            ("+84 0912 345 612", "0912345612"),
            ("912345612", "0912345612"),
            ("(024) 3936 1234", "02439361234"),
            ("1900 1234", "19001234"),
            ("01234567890", None),  # the old mobiles of eleven digits
            ("0612345678", None),
            ("0912345612 / 0912345613", None),
            ("1022", None),
            ("abc", None),
            ("", None),
        ],
    )
    def test_how_phones_are_written(self, written: str, stored: str | None) -> None:
        assert phone_of(written) == stored

    @given(st.from_regex(r"0[35789][0-9]{8}", fullmatch=True), st.sampled_from(["", " ", ".", "-"]))
    def test_grouping_does_not_matter(self, phone: str, between: str) -> None:
        assert phone_of(between.join((phone[:4], phone[4:7], phone[7:]))) == phone
        assert phone_of("+84" + between + phone[1:]) == phone

    @given(st.text())
    def test_what_is_stored_stays_as_it_is(self, text: str) -> None:
        phone = phone_of(text)
        assert phone is None or phone_of(phone) == phone

    @pytest.mark.parametrize(
        ("phone", "service"), [("19001234", True), ("18001234", True), ("0912345612", False)]
    )
    def test_hotlines_are_told_from_phones_of_people(self, phone: str, service: bool) -> None:
        assert phone_of(phone) == phone
        assert is_service_number(phone) == service

    def test_a_phone_in_a_list_cannot_be_dialled(self) -> None:
        assert spell_phone("0912345678") == "0912 345 678"
        assert mask_phone("0912345678") == "09xx xxx x78"


class TestEmails:
    @pytest.mark.parametrize(
        ("written", "stored"),
        [
            ("a@b.vn", "a@b.vn"), (" Ten.Ho@Tinh.gov.VN ", "ten.ho@tinh.gov.vn"),
            ("a+b@x-y.example.vn", "a+b@x-y.example.vn"),
        ],
    )  # fmt: skip
    def test_how_addresses_are_written(self, written: str, stored: str) -> None:
        assert email_of(written) == stored

    @pytest.mark.parametrize(
        "written",
        [
            "", "a", "a@b", "a@b.vn\nBcc: c@d.vn", "a b@c.vn", "ă@c.vn", "a@@c.vn", "@c.vn", "a@.vn",
            '"a"@c.vn', "a@" + "b" * 260 + ".vn",
        ],
    )  # fmt: skip
    def test_what_is_no_address(self, written: str) -> None:
        assert email_of(written) is None

    def test_mail_addresses_are_masked(self) -> None:
        assert mask_email("lan.tran@mau.vn") == "l***@mau.vn"
        assert (mask_email(None), mask_email("none")) == ("", "")
