"""Fields of replies, addresses, documents as typed, days that are compared, and the search."""

import string
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.answers import rules
from outreach.answers.rules import Index, Side, Span, Thing
from outreach.refusals import Refused
from outreach.text import fold_words

VALUES = {"doanh_nghiep": "Công ty Mẫu", "nguoi": "Lan", "can_bo": "Tâm {nguoi}", "hotline": ""}
texts = st.text(alphabet=string.ascii_letters + "ăđ ,.\n", max_size=40)
fields = st.sampled_from(sorted(rules.FIELDS))


class TestFields:
    def test_what_is_known_is_filled_and_what_is_not_is_a_marked_gap(self) -> None:
        filled = rules.fill("Chào {nguoi}, gọi {hotline} về {thu_tuc} hoặc {thu_tuc}.", VALUES)
        assert filled.text == "Chào Lan, gọi ⟨số điện thoại hỗ trợ⟩ về ⟨tên thủ tục⟩ hoặc ⟨tên thủ tục⟩."
        assert filled.missing == ("hotline", "thu_tuc")
        assert rules.gaps(filled.text) == ["số điện thoại hỗ trợ", "tên thủ tục", "tên thủ tục"]
        assert rules.gaps("a ⟨b⟩ c") == []

    @pytest.mark.parametrize(
        "text", ["{ten}", "{Doanh_nghiep}", "{ nguoi}", "a { b", "a } b", "{{nguoi}}", "{}"]
    )
    def test_what_nobody_can_fill_is_refused(self, text: str) -> None:
        with pytest.raises(Refused) as refusal:
            rules.check_fields(text)
        assert refusal.value.field == "text"

    @given(st.lists(st.tuples(texts, fields)), texts, st.dictionaries(fields, st.text(max_size=20)))
    def test_values_are_never_read_as_fields(
        self, parts: list[tuple[str, str]], end: str, values: dict[str, str]
    ) -> None:
        text = "".join(f"{before}{{{name}}}" for before, name in parts) + end
        rules.check_fields(text)
        expected = "".join(
            before + (values.get(name, "").strip() or f"⟨{rules.FIELDS[name]}⟩") for before, name in parts
        )
        assert rules.fill(text, values).text == expected + end

    @given(texts)
    def test_a_text_without_fields_stays(self, text: str) -> None:
        assert rules.fill(text, VALUES) == (text, ())


@pytest.mark.parametrize(
    ("question", "slug"),
    [
        ("Ký số bị lỗi?", "ky-so-bi-loi"),
        ("[tên người] hỏi gì", "hoi-gi"),
        ("???", "hoi-dap"),
        ("Soạn", "hoi-dap-soan"),
        ("a" * 100, "a" * 80),
        ("mười chữ " * 20, "-".join(["muoi", "chu"] * 9)[:80].rstrip("-")),
    ],
)
def test_addresses_are_words(question: str, slug: str) -> None:
    assert rules.slug_of(question) == slug
    assert len(rules.slug_of(question)) <= 80


@given(st.text(max_size=200))
def test_any_question_has_an_address(question: str) -> None:
    slug = rules.slug_of(question)
    assert slug
    assert slug not in rules.TAKEN_SLUGS
    assert set(slug) <= set(string.ascii_lowercase + string.digits + "-")


def test_documents_are_read_as_they_are_written() -> None:
    cited = rules.read_bases(" 219/2025/NĐ-CP , khoản 2 Điều 14\n\n118/2025/NĐ-CP; Điều 3\n61/2018/NĐ-CP")
    assert [tuple(one) for one in cited] == [
        ("219/2025/NĐ-CP", "khoản 2 Điều 14"), ("118/2025/NĐ-CP", "Điều 3"), ("61/2018/NĐ-CP", None),
    ]  # fmt: skip
    assert rules.read_bases(rules.write_bases(cited)) == cited


def test_a_text_without_its_marks() -> None:
    assert rules.plain("1. **Rút** USB.\n2. Mở [trang](/a).\n\n*(Mẫu.)*") == "Rút USB. Mở trang. (Mẫu.)"


class TestGain:
    def test_both_sides_are_as_long_and_the_day_itself_is_on_none(self) -> None:
        day = date(2026, 5, 10)
        before, after = rules.spans(day, date(2026, 5, 21)) or (None, None)
        assert before == Span(date(2026, 4, 30), date(2026, 5, 9))
        assert after == Span(date(2026, 5, 11), date(2026, 5, 20))

    @pytest.mark.parametrize("days", [0, 1])
    def test_the_first_day_says_nothing(self, days: int) -> None:
        assert rules.spans(date(2026, 5, 10), date(2026, 5, 10) + timedelta(days)) is None

    def test_ninety_days_are_enough(self) -> None:
        before, after = rules.spans(date(2026, 1, 1), date(2026, 12, 1)) or (None, None)
        assert before
        assert after
        assert (after.last - after.first).days == (before.last - before.first).days == 89

    def test_too_few_starts_give_no_number(self) -> None:
        span = Span(date(2026, 5, 1), date(2026, 5, 2))
        few, many = Side(span, 19, 3), Side(span, 20, 3)
        assert few.per_hundred is None
        assert many.per_hundred == 15.0
        assert not rules.Gain(few, many).says_something
        assert rules.Gain(many, many).says_something


QUESTIONS = (
    "Bấm Ký số mà Cổng báo không tìm thấy chứng thư số thì làm gì?",
    "Tệp hộ chiếu quá dung lượng, có tách ra được không?",
    "Gia hạn giấy phép lao động có nộp trực tuyến toàn bộ được không?",
    "Trả phí rồi mà hồ sơ vẫn ghi chưa nộp phí?",
    "Quên mật khẩu tài khoản VNeID của doanh nghiệp lấy lại thế nào?",
    "Nộp nội quy lao động phải scan cả bản có dấu?",
)


@pytest.fixture(scope="module")
def index() -> Index:
    return Index(
        [
            Thing(place, fold_words(one), "", place % 3, (place, "ky-so"))
            for place, one in enumerate(QUESTIONS)
        ]
    )


class TestSearch:
    @pytest.mark.parametrize(
        ("asked", "best"),
        [
            ("ky so khong tim thay chung thu", 0), ("chugn thu so", 0), ("hộ chiếu dung lượng", 1),
            ("gia han giay phep", 2), ("gpld", 2), ("chưa nộp phí", 3), ("mat khau vne", 4),
        ],
    )  # fmt: skip
    def test_words_without_marks_with_slips_or_unfinished(self, index: Index, asked: str, best: int) -> None:
        assert index.search(asked)[0].thing.id == best

    @pytest.mark.parametrize("asked", ["", "  ", "xuất khẩu thủy sản", "???"])
    def test_nothing_comes_near(self, index: Index, asked: str) -> None:
        assert index.search(asked) == []
        assert index.likely(asked) == []

    @pytest.mark.parametrize(
        ("message", "best"),
        [
            ("toi cam usb ky so roi ma may bao khong tim thay chugn thu so phai lam sao", 0),
            ("Bên em đã trả phí trực tuyến rồi nhưng trên cổng hồ sơ vẫn ghi chưa nộp phí, tiền trừ rồi", 3),
            ("tệp hộ chiếu lớn quá, quá dung lượng thì có tách ra được không", 1),
        ],
    )  # fmt: skip
    def test_a_whole_message_finds_its_question(self, index: Index, message: str, best: int) -> None:
        assert index.likely(message)[0].thing.id == best

    def test_the_same_procedure_and_step_come_first(self) -> None:
        same = "ky so bi loi"
        index = Index([Thing(1, same, "", 7), Thing(2, same, "", 8), Thing(3, same, "", 8, (4, "ky-so"))])
        assert [hit.thing.id for hit in index.likely("ký số bị lỗi", procedure_id=8)] == [2, 3, 1]
        found = index.likely("ký số bị lỗi", procedure_id=8, step=(4, "ky-so"))
        assert found[0].thing.id == 3

    @given(st.text(max_size=80))
    def test_anything_may_be_typed(self, index: Index, text: str) -> None:
        for hit in (*index.search(text), *index.likely(text)):
            assert hit.score > 0
