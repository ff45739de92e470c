import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.businesses.rules import ZoneKey, zone_key
from outreach.businesses.rules.matching import Known, Register, legal_form, pick_by_name, shared_names
from outreach.businesses.rules.rows import BadCell, read_line, split_repeated


class TestZoneKey:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("KCN Đồng Văn II", "Khu công nghiệp Đồng Văn 2"),
            ("KCN Sông Hậu - giai đoạn 1", "Khu công nghiệp Sông Hậu – Giai đoạn I"),
            ("KCN Sông Hậu (GĐ1)", "kcn sông hậu giai đoạn 1"),
            ("CCN Phú Hữu A", "Cụm công nghiệp tập trung Phú Hữu A"),
            ("Cụm CN Phú Hữu A", "CCN Phú Hữu A"),
            ("KKT Dung Quất", "Khu kinh tế Dung Quất"),
            ("KCX Tân Thuận", "KHU CHẾ XUẤT TÂN THUẬN"),
        ],
    )
    def test_the_same_zone(self, one: str, other: str) -> None:
        assert zone_key(one) == zone_key(other)

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("KCN Đồng Văn I", "KCN Đồng Văn II"),
            ("KCN Phú Hữu A", "CCN Phú Hữu A"),
            ("KCN Sông Hậu", "KCN Sông Hậu - giai đoạn 1"),
        ],
    )
    def test_different_zones(self, one: str, other: str) -> None:
        assert zone_key(one) != zone_key(other)

    def test_kind_comes_from_the_prefix(self) -> None:
        assert zone_key("Cụm công nghiệp Đông Phú").kind == "industrial_cluster"
        assert zone_key("Đồng Văn II") == ZoneKey(None, "dong van 2")

    @given(st.text())
    def test_any_text_has_a_key(self, text: str) -> None:
        assert str(zone_key(text)) == str(zone_key(text.upper())) or not text.isascii()


class TestMatching:
    def test_legal_forms(self) -> None:
        assert legal_form("Công ty Cổ phần Mẫu") == "stock"
        assert legal_form("CTY TNHH MTV Mẫu") == "limited"
        assert legal_form("DNTN Mẫu") == "private"
        assert legal_form("Mẫu") is None

    def test_two_forms_are_two_firms(self) -> None:
        stock = Known(1, None, None, "Công ty Cổ phần Sao Mai")
        assert pick_by_name([stock], "Công ty TNHH Sao Mai") is None
        assert pick_by_name([stock], "Cty CP Sao Mai") is stock
        assert pick_by_name([stock], "Sao Mai") is stock

    def test_the_whole_name_counts_first(self) -> None:
        limited = Known(1, "0300588569", None, "Công ty TNHH Sao Mai")
        plain = Known(2, "0101248141", None, "Sao Mai")
        assert pick_by_name([limited, plain], "CÔNG TY TNHH SAO MAI") is limited

    def test_several_fit_nobody(self) -> None:
        one = Known(1, "0300588569", None, "Sao Mai")
        other = Known(2, "0101248141", None, "Sao Mai")
        assert pick_by_name([one, other], "Sao Mai") is None
        waiting = Known(3, None, None, "Sao Mai")
        assert pick_by_name([one, other, waiting], "Sao Mai") is waiting

    def test_a_contradicting_code_is_another_business(self) -> None:
        known = Known(1, "0300588569", None, "Sao Mai")
        assert pick_by_name([known], "Sao Mai", without_tax_code=True) is None
        assert pick_by_name([known], "Sao Mai", without_own_code=True) is known

    def test_a_code_in_place_of_a_name_is_no_name(self) -> None:
        assert pick_by_name([Known(1, "0300588569", None, "0300588569")], "0300588569") is None

    def test_codes_change_hands(self) -> None:
        one, other = Known(1, "0300588569", "A", "Một"), Known(2, None, "B", "Hai")
        register = Register([one, other])
        register.set_codes(one, "0300588569", None)
        register.set_codes(other, None, "A")
        assert register.find_by_codes(None, "A") is other
        assert register.find_by_codes(None, "B") is None
        assert register.find_by_codes("0300588569", "A") is one

    def test_shared_names(self) -> None:
        rows = [
            ("1", None, "Cty Mẫu"),
            ("2", None, "Mẫu"),
            ("3", "B3", "Ba"),
            (None, "B3", "Ba"),
            (None, None, "Mẫu"),
        ]
        assert shared_names(rows) == {"mau"}


class TestRows:
    def test_stored_form(self) -> None:
        line = read_line(
            {"row": 4, "tax_code": "300588569", "name": "  Công ty   Mẫu ", "employees": "1.200"}
        )
        assert (line.tax_code, line.name, line.employees) == ("0300588569", "Công ty Mẫu", 1200)
        assert line.has_employees
        assert not line.has_zone

    @pytest.mark.parametrize(
        ("cells", "column"),
        [
            ({"tax_code": "12", "name": "Mẫu"}, "tax_code"),
            ({"name": "Mẫu", "employees": "nhiều"}, "employees"),
            ({"name": "Mẫu", "employees": -1}, "employees"),
            ({"name": "Mẫu", "employees": 2.5}, "employees"),
            ({"name": "Mẫu", "employees": 10**12}, "employees"),
            ({"name": "Mẫu", "employees": "5,5"}, "employees"),
            ({"name": "Mẫu", "employees": True}, "employees"),
            ({"tax_code": None, "name": " "}, "name"),
        ],
    )
    def test_a_wrong_cell_names_its_column(self, cells: dict[str, object], column: str) -> None:
        with pytest.raises(BadCell) as refused:
            read_line({"row": 9, **cells})
        assert (refused.value.row, refused.value.column) == (9, column)

    def test_the_last_row_about_a_business_counts(self) -> None:
        by_tax = [read_line({"row": n, "tax_code": "0300588569", "name": f"Mẫu {n}"}) for n in (2, 3, 4)]
        assert split_repeated(by_tax) == (by_tax[2:], [(by_tax[0], 3), (by_tax[1], 4)])
        by_own = [read_line({"row": n, "business_code": "B1", "name": "Mẫu"}) for n in (2, 3)]
        assert split_repeated(by_own)[0] == by_own[1:]
        by_name = [read_line({"row": n, "name": name}) for n, name in ((2, "Mẫu"), (3, "MẪU"))]
        assert split_repeated(by_name)[0] == by_name[1:]

    def test_one_own_code_for_two_tax_codes_is_no_repetition(self) -> None:
        line = read_line({"row": 2, "business_code": "B1", "tax_code": "0300588569"})
        other = line._replace(row=3, tax_code="0101248141")
        assert split_repeated([line, other]) == ([line, other], [])
