"""A plan on paper: its words by rule, and its PDF drawn by the worker with every Vietnamese letter."""

import re
from datetime import date
from pathlib import Path

import pytest
from flask import Flask, render_template

from outreach.campaigns import plan_sheets
from outreach.campaigns.queries import plans
from outreach.campaigns.rules import paper
from outreach.database import db
from tests import factories
from tests.client import CheckedClient, words_of
from tests.tutorials.test_pdf import ALPHABET, characters, fonts, pages, pango

__all__ = ["pango"]

EMPTY = paper.Text("Thông tin.", [], None, [], [], [], [], [], [], None, None)


@pytest.mark.parametrize(
    ("kind", "title", "said"),
    [
        ("plan", "Thông tin", "Kế hoạch số 7 ngày 12/01/2023 của UBND tỉnh về Thông tin"),
        ("decree", "Quy định rõ", "Nghị định số 7 ngày 12/01/2023 của UBND tỉnh quy định rõ"),
        ("decree", "về việc thu;", "Nghị định số 7 ngày 12/01/2023 của UBND tỉnh về việc thu"),
        ("other", "Việc thu", "Văn bản số 7 ngày 12/01/2023 của UBND tỉnh về việc thu"),
    ],
)
def test_how_a_basis_is_named(kind: str, title: str, said: str) -> None:
    assert paper.basis(kind, "7", title, "UBND tỉnh", date(2023, 1, 12)) == f"Căn cứ {said}"


def test_days_and_months_take_the_zeros_of_the_decree() -> None:
    assert paper.place_and_day("Mẫu", date(2023, 2, 5), 2023) == "Mẫu, ngày 05 tháng 02 năm 2023"
    assert paper.place_and_day("Mẫu", date(2023, 3, 15), 2023) == "Mẫu, ngày 15 tháng 3 năm 2023"
    assert paper.place_and_day(None, None, 2023).endswith("năm 2023")


def test_parts_without_words_are_left_out_and_the_others_numbered_on() -> None:
    told = paper.body(EMPTY._replace(requirements=["Đúng đối tượng."], funds="Nguồn thường xuyên."))
    assert [block.text for block in told] == [
        "I. Yêu cầu", "- Đúng đối tượng.", "II. Tổ chức thực hiện", "1. Nguồn thường xuyên.",
        "Trên đây là Kế hoạch thông tin./.",
    ]  # fmt: skip


def test_funds_stand_where_the_document_has_them() -> None:
    assert paper.with_funds(["một", "hai"], "tiền", 2) == ["một", "tiền", "hai"]
    assert paper.with_funds(["một"], "tiền", None) == ["một", "tiền"]
    assert paper.with_funds(["một"], "tiền", 99) == ["một", "tiền"]


def kept(app: Flask) -> list[Path]:
    return sorted(Path(app.config["DATA_DIR"], "plans").glob("*.pdf"))


def test_the_worker_draws_what_a_page_wanted_and_only_once(
    app: Flask, pango: None, officer: CheckedClient
) -> None:
    for path in kept(app):
        path.unlink()
    plan = factories.plan("Kế hoạch " + ALPHABET + " " + ALPHABET.upper(), signer="Mẫu Văn Trưởng")
    factories.plan_item(plan, times=2, cost_planned_vnd=36_000_000)
    factories.plan_target(plan)
    db.session.commit()
    address = f"/ke-hoach/{plan.id}/pdf"
    assert "đang được tạo" in words_of(officer.get(address))
    assert plan_sheets.make_wanted() == 1
    assert plan_sheets.make_wanted() == 0
    answer = officer.get(address)
    assert answer.mimetype == "application/pdf"
    assert set(ALPHABET + ALPHABET.upper()) <= characters(answer.data)
    assert all(name.startswith("Tinos") for name in fonts(answer.data)), "a letter came from elsewhere"
    assert pages(answer.data) == 2, "the annex has a page of its own"
    officer.post(f"/ke-hoach/{plan.id}/sua/muc-dich", data={"text": "Khác", "seen": ""})
    db.session.refresh(plan)
    plan.signer = "Người khác"
    db.session.commit()
    assert "đang được tạo" in words_of(officer.get(address)), "what changed is drawn anew"


def test_without_pango_the_page_says_so(
    app: Flask, officer: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(page: str) -> bytes:
        raise OSError("cannot load library 'libpango-1.0-0'")

    plan = factories.committed(factories.plan())
    officer.get(f"/ke-hoach/{plan.id}/pdf")
    monkeypatch.setattr(plan_sheets, "draw", broken)
    with pytest.raises(OSError, match="libpango"):
        plan_sheets.make_wanted()
    assert "thiếu thư viện Pango" in words_of(officer.get(f"/ke-hoach/{plan.id}/pdf"))
    (Path(app.config["DATA_DIR"], "plans") / plan_sheets.FAULT).unlink()


def test_the_paper_is_vietnamese_in_every_language(app: Flask, officer: CheckedClient) -> None:
    plan = factories.plan()
    factories.plan_item(plan)
    factories.plan_target(plan)
    db.session.commit()
    assert officer.user is not None
    vietnamese = officer.get(f"/ke-hoach/{plan.id}/in").text
    officer.user.locale = "en"
    db.session.commit()
    english = officer.get(f"/ke-hoach/{plan.id}/in").text
    body = re.compile(r'<article class="paper".*?</article>', re.DOTALL)
    assert body.findall(english) == body.findall(vietnamese)


def test_what_people_typed_is_no_mark_up(app: Flask) -> None:
    plan = factories.committed(factories.plan("<script>x</script>"))
    found = plans.get(plan.id)
    assert found is not None
    with app.test_request_context():
        assert "<script>" not in render_template(
            "campaigns/plans/paper_pdf.html", **plan_sheets.context(found)
        )
