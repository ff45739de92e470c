"""Words proposed and shortened, whether they fit, who counts as a scan, when a batch is to be recalled."""

from dataclasses import replace
from datetime import date

import pytest

from outreach.leaflets import rules
from outreach.tutorials.rules import Step
from tests.tutorials import samples

TODAY = date(2026, 11, 22)
PHONE = {"User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Safari/604.1"}


def words(**values: object) -> rules.Words:
    made = rules.propose(samples.content(), "vi", "Hỏi Ban: 0123")
    return made._replace(**values)


class TestPropose:
    def test_title_what_to_have_ready_steps_and_whom_to_ask(self) -> None:
        made = words()
        assert made.title == "Đăng ký nội quy lao động"
        assert made.opening == "Nộp nội quy lao động qua Cổng."
        assert made.ready == ("Bản mềm nội quy",)
        assert made.steps == ("Mở Cổng", "Đăng nhập", "Đính kèm")
        assert made.closing == "Hỏi Ban: 0123"

    def test_more_than_six_steps_are_told_by_part(self) -> None:
        steps = tuple(
            Step(key=f"b-{n}", part="Chuẩn bị" if n < 4 else "VNeID", title=f"Việc {n}", body="")
            for n in range(8)
        )
        made = rules.propose(
            samples.content(steps=(*steps, replace(steps[0], key="x", part="Ký", title="Ký số"))), "vi", None
        )
        assert made.steps == (
            "Chuẩn bị: việc 0; việc 1; việc 2; việc 3", "VNeID: việc 4; việc 5; việc 6; việc 7", "Ký số",
        )  # fmt: skip

    def test_never_more_than_six(self) -> None:
        steps = tuple(Step(key=f"b-{n}", part=f"Phần {n}", title=f"Việc {n}", body="") for n in range(20))
        assert len(rules.propose(samples.content(steps=steps), "vi", None).steps) == 6

    def test_marks_of_markdown_are_no_words(self) -> None:
        prepare = (
            "- Mã: **1.014199**\n1. [xem trên Cổng](https://a.vn)\n![Hình](/x.svg)\n\n> `*` là *bắt buộc*"
        )
        made = rules.propose(samples.content(prepare=prepare), "vi", None)
        assert made.ready == ("Mã: 1.014199", "xem trên Cổng", "là bắt buộc")

    def test_long_texts_end_at_a_word(self) -> None:
        title = rules.propose(samples.content(title="giấy phép " * 30), "vi", None).title
        assert len(title) <= 91
        assert title.endswith("phép…") or title.endswith("giấy…")

    def test_what_is_cut_is_never_left_inside_a_bracket(self) -> None:
        long = (
            "Bản sao giấy phép còn hạn (bản chứng thực, bản chụp từ sổ gốc hoặc bản đối chiếu) " + "x " * 99
        )
        for start in range(0, 40):
            (line,) = rules.propose(
                samples.content(prepare="- " + "y" * start + " " + long), "vi", None
            ).ready
            assert line.count("(") == line.count(")"), line
            assert line.endswith("…")
            assert len(line) <= 111

    def test_what_is_cut_ends_with_a_clause_when_one_is_near(self) -> None:
        steps = (
            "Mở Cổng bằng trình duyệt; chọn đúng cơ quan tiếp nhận; tìm thủ tục theo mã số trên danh mục; "
            * 2
        )
        content = samples.content(summary=steps)
        opening = rules.propose(content, "vi", None).opening or ""
        assert opening.endswith("mã số trên danh mục; Mở Cổng bằng trình duyệt; chọn đúng cơ quan tiếp nhận…")
        brackets = samples.content(summary="(" + "a b " * 90)
        assert (rules.propose(brackets, "vi", None).opening or "").startswith("(a b")

    def test_what_was_cut_is_told_until_it_is_rewritten(self) -> None:
        made = words(title="Đăng ký…", ready=("Giấy phép", "Bản sao (chứng thực…)"), steps=("Mở Cổng",))
        assert rules.shortened(made) == ["Đăng ký…", "Bản sao (chứng thực…)"]
        assert rules.shortened(words()) == []

    def test_in_english_where_there_is_some(self) -> None:
        made = rules.propose(samples.content(), "en", None)
        assert made.title == "Register internal labour rules"
        assert made.steps == ("Open the portal", "Sign in", "Đính kèm")


def test_what_is_printed_is_kept_word_for_word() -> None:
    printed = rules.Printed(words(), "Ban", "https://a/t/X", "noi-quy", 1, "Nội quy", "Cổng", False)
    assert rules.read_printed(rules.stored(printed)) == printed


def test_lines_lose_their_marks_and_blanks() -> None:
    assert rules.lines_of("- Một\r\n\n 2. Hai  việc \n\t") == ("Một", "Hai việc")


class TestFit:
    def test_a_proposal_fits(self) -> None:
        assert rules.fit(words()).fits

    def test_more_words_take_more_room_until_they_do_not_fit(self) -> None:
        used = [rules.fit(words(steps=("Khai tờ khai " * n,) * 6)).back for n in range(1, 12)]
        assert used == sorted(used)
        over = rules.fit(words(steps=("Khai tờ khai đúng từng chữ " * 12,) * 6))
        assert not over.fits
        assert over.back_over > 5
        assert over.front_over == 0

    def test_the_front_is_told_apart(self) -> None:
        over = rules.fit(words(ready=("Giấy tờ theo mục Thành phần hồ sơ " * 8,) * 6))
        assert (over.front_over > 0, over.back_over) == (True, 0)

    def test_one_endless_word_is_broken(self) -> None:
        assert rules.fit(words(title="đ" * 120)).front > rules.fit(words(title="đ")).front


class TestCounts:
    def test_a_phone_counts(self) -> None:
        assert rules.counts(PHONE)

    @pytest.mark.parametrize(
        "agent",
        ["", "Googlebot/2.1", "Mozilla/5.0 (compatible; bingbot/2.0)", "facebookexternalhit/1.1",
         "WhatsApp/2.23", "curl/8.4", "python-requests/2.32", "TelegramBot (like TwitterBot)"],
    )  # fmt: skip
    def test_a_machine_does_not(self, agent: str) -> None:
        assert not rules.counts({"User-Agent": agent})

    @pytest.mark.parametrize(
        ("name", "value"),
        [("Purpose", "prefetch"), ("Sec-Purpose", "prefetch;prerender"), ("X-Moz", "prefetch"),
         ("X-Purpose", "preview")],
    )  # fmt: skip
    def test_nothing_fetched_ahead_does(self, name: str, value: str) -> None:
        assert not rules.counts({**PHONE, name: value})


class TestRecall:
    FACTS = rules.Facts("national", "Cổng", "- Giấy", (("Mở", "clerk", "pc"),), frozenset({1}))

    def standing(self, **values: object) -> rules.Standing:
        return rules.Standing("published", None, None, False, None)._replace(**values)

    def test_what_still_holds_stays(self) -> None:
        assert rules.recall_reasons(self.standing(valid_to=TODAY), TODAY) == []

    def test_a_new_version_that_says_the_same_recalls_nothing(self) -> None:
        same = self.standing(state="replaced", facts=self.FACTS, now=self.FACTS)
        assert rules.recall_reasons(same, TODAY) == []

    @pytest.mark.parametrize(
        "change",
        [{"prepare": "- Khác"}, {"portal": "Cổng mới"}, {"documents": frozenset({2})},
         {"steps": (("Mở", "director", "pc"),)}],
    )  # fmt: skip
    def test_a_procedure_that_changed_does(self, change: dict[str, object]) -> None:
        changed = self.standing(state="replaced", facts=self.FACTS, now=self.FACTS._replace(**change))
        assert rules.recall_reasons(changed, TODAY) == ["procedure_changed"]

    def test_documents_days_and_withdrawal_do(self) -> None:
        over = self.standing(state="withdrawn", cites_replaced=True, valid_to=date(2026, 11, 21))
        assert rules.recall_reasons(over, TODAY) == ["withdrawn", "document_replaced", "no_longer_valid"]


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [(date(2026, 3, 5), None, "first"), (date(2026, 3, 4), date(2026, 4, 1), "before"),
     (None, date(2026, 4, 1), "none"), (None, date(2026, 3, 4), "unknown"), (None, None, "unknown")],
)  # fmt: skip
def test_what_became_of_a_business(first: date | None, last: date | None, said: str) -> None:
    assert rules.outcome(date(2026, 3, 5), first, last) == said
