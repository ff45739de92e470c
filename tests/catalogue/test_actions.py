"""What officers write, what ships, and why dossiers come back."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from outreach import clock
from outreach.catalogue import actions, queries
from outreach.catalogue.actions.cards import CARD_FIELDS
from outreach.database import db
from outreach.documents import citations
from outreach.dossiers.models import Procedure
from outreach.refusals import Refused
from tests import factories

TODAY = clock.today()


def values(**given: Any) -> dict[str, Any]:
    """All values of a card, most of them unknown."""
    return {**dict.fromkeys(CARD_FIELDS), **given}


# ── cards ────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_is_written_stays_and_the_second_editor_is_told(app: Flask) -> None:
    procedure = factories.procedure()
    before = actions.card_mark(None)
    actions.change_card(procedure=procedure, seen=before, **values(system="national", everyday="a, a ,b"))
    card = queries.card(procedure.id)
    assert card is not None
    assert (card.system, card.everyday, card.signing) == ("national", "a, b", None)
    with pytest.raises(Refused, match="vừa sửa"):
        actions.change_card(procedure=procedure, seen=before, **values(system="other"))
    assert card.system == "national"
    actions.change_card(procedure=procedure, seen=actions.card_mark(card), **values())
    assert card.system is None


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"system": "mine"}, "system"),
        ({"paying": "gold"}, "paying"),
        ({"phase": "x"}, "phase"),
        ({"portal_url": "http://a.vn"}, "portal_url"),
        ({"seen_on": TODAY + timedelta(days=1)}, "seen_on"),
    ],
)
def test_what_cannot_be_is_refused(app: Flask, given: dict[str, Any], field: str) -> None:
    procedure = factories.procedure()
    with pytest.raises(Refused) as refusal:
        actions.change_card(procedure=procedure, **values(**given))
    assert refusal.value.field == field
    assert queries.card(procedure.id) is None


def test_a_fact_has_its_source_and_day(app: Flask) -> None:
    procedure = factories.procedure()
    known = {"kind": "fee", "text": "Không thu phí", "source": "Trang X", "seen_on": date(2026, 7, 18)}
    fact = actions.add_fact(procedure=procedure, **known)  # type: ignore[arg-type]
    seen = actions.fact_mark(fact)
    for wrong, field in (
        ({"source": " "}, "source"),
        ({"kind": "song"}, "kind"),
        ({"seen_on": TODAY + timedelta(days=1)}, "seen_on"),
    ):
        with pytest.raises(Refused) as refusal:
            actions.add_fact(procedure=procedure, **{**known, **wrong})  # type: ignore[arg-type]
        assert refusal.value.field == field
    actions.change_fact(fact=fact, seen=seen, **{**known, "text": "100.000 đ"})
    with pytest.raises(Refused, match="vừa sửa"):
        actions.change_fact(fact=fact, seen=seen, **{**known, "text": "Đè lên"})
    assert [one.text for one in queries.facts(procedure.id)] == ["100.000 đ"]
    assert queries.get_fact(factories.procedure().id, fact.id) is None
    actions.delete_fact(fact=fact)
    assert queries.facts(procedure.id) == []


def test_a_procedure_rests_on_documents_and_is_named_by_them(app: Flask) -> None:
    procedure, document = factories.procedure("Thủ tục A"), factories.document("219/2025/NĐ-CP")
    for _time in range(2):
        actions.add_basis(procedure=procedure, number="nđ 219/2025/nd-cp")
    assert [line.id for line in queries.bases(procedure.id)] == [document.id]
    (citing,) = citations.of([document.id])[document.id]
    assert "Thủ tục A" in citing.label
    with pytest.raises(Refused, match="Chưa có văn bản"):
        actions.add_basis(procedure=procedure, number="1/1999/NĐ-CP")
    actions.remove_basis(procedure=procedure, document_id=document.id)
    assert queries.bases(procedure.id) == []


# ── what ships ───────────────────────────────────────────────────────────────────────────────────────────


def test_the_shipped_catalogue_is_loaded_once_and_leaves_what_is_there(app: Flask) -> None:
    own = factories.procedure("Tên ban đã sửa", code="1.014199")
    actions.change_card(procedure=own, **values(everyday="của ban", phase="trade"))
    named = factories.procedure("Chỉ có tên trong sổ", code="2.001955", provisional=True)
    loaded = actions.load_shipped()
    db.session.expire_all()
    assert loaded.procedures == loaded.cards == 78
    assert actions.load_shipped() == actions.Loaded(0, 0, 0)
    assert own.name == "Tên ban đã sửa"
    card = queries.card(own.id)
    assert card is not None
    assert (card.everyday, card.phase) == ("của ban", "trade")
    assert (named.name, named.provisional) == ("Đăng ký nội quy lao động của doanh nghiệp", False)
    assert {(fact.kind, fact.text) for fact in queries.facts(named.id)} >= {
        ("time_limit", "7 ngày làm việc"),
        ("fee", "Không thu phí"),
    }
    bands = queries.by_phase(TODAY)
    assert None not in bands
    assert sum(map(len, bands.values())) == 79


def test_nothing_that_ships_says_more_than_its_sources(app: Flask) -> None:
    actions.load_shipped()
    procedures = list(db.session.query(Procedure))
    assert not any("Gia Lai" in procedure.name for procedure in procedures)
    assert not any(procedure.levels for procedure in procedures), "levels are the board's to say"
    with_facts = 0
    for procedure in procedures:
        card = queries.card(procedure.id)
        assert card is not None
        assert card.portal_url is card.signing is card.collecting is None
        assert card.seen_on == date(2026, 7, 18)
        facts = queries.facts(procedure.id)
        with_facts += bool(facts)
        assert all(fact.source and fact.seen_on for fact in facts)
        assert (card.system, card.paying) == (None, None) or facts
    assert with_facts == 7


# ── why dossiers come back ───────────────────────────────────────────────────────────────────────────────


def test_the_three_most_frequent_reasons_are_asked(app: Flask) -> None:
    procedure = factories.procedure()
    made = [
        actions.create_reason(
            procedure=procedure, label=f"Lý do {n}", question=f"Câu {n}?" if n != 3 else None
        )
        for n in range(5)
    ]
    assert [reason.label for reason in queries.top_three(procedure.id)] == ["Lý do 0", "Lý do 1", "Lý do 2"]
    business = factories.business()
    for number, reason in ((3, made[3]), (3, made[4]), (2, made[2]), (1, made[0])):
        for _time in range(number):
            dossier = factories.dossier(business, date(2026, 3, 5), procedure_id=procedure.id)
            actions.code_redo(dossier=dossier, reason_ids=[reason.id], noted_on=date(2026, number, 5))
    assert [(r.label, r.dossiers) for r in queries.top_three(procedure.id)] == [
        ("Lý do 4", 3), ("Lý do 2", 2), ("Lý do 0", 1),
    ]  # fmt: skip
    months = queries.months(procedure.id)
    assert list(months) == [date(2026, 3, 1), date(2026, 2, 1), date(2026, 1, 1)]
    assert months[date(2026, 3, 1)] == {made[3].id: 3, made[4].id: 3}
    assert queries.top_three(factories.procedure().id) == []


def test_reasons_of_a_dossier_are_set_as_a_whole(app: Flask) -> None:
    procedure = factories.procedure()
    one, two = (actions.create_reason(procedure=procedure, label=label) for label in ("Một", "Hai"))
    dossier = factories.dossier(None, date(2026, 3, 5), procedure_id=procedure.id)
    actions.code_redo(dossier=dossier, reason_ids=[one.id], noted_on=date(2026, 3, 9))
    actions.code_redo(dossier=dossier, reason_ids=[one.id, two.id], noted_on=date(2026, 4, 9))
    assert queries.months(procedure.id) == {date(2026, 4, 1): {two.id: 1}, date(2026, 3, 1): {one.id: 1}}
    actions.code_redo(dossier=dossier, reason_ids=[], noted_on=date(2026, 4, 9))
    assert queries.coded(dossier.id) == set()
    foreign = factories.reason(factories.procedure())
    with pytest.raises(Refused):
        actions.code_redo(dossier=dossier, reason_ids=[foreign.id], noted_on=date(2026, 4, 9))
    with pytest.raises(Refused):
        actions.code_redo(dossier=dossier, reason_ids=[one.id], noted_on=TODAY + timedelta(days=1))


def test_a_reason_is_there_once_and_goes_only_while_unused(app: Flask) -> None:
    procedure = factories.procedure()
    reason = actions.create_reason(procedure=procedure, label="Thiếu chữ ký số")
    assert reason.code == "thieu-chu-ky-so"
    with pytest.raises(Refused, match="đã có"):
        actions.create_reason(procedure=procedure, label="THIẾU chữ ký số!")
    with pytest.raises(Refused):
        actions.create_reason(procedure=procedure, label=" ")
    seen = actions.reason_mark(reason)
    actions.change_reason(reason=reason, seen=seen, label="Chưa ký số")
    assert (reason.code, reason.label) == ("thieu-chu-ky-so", "Chưa ký số")
    with pytest.raises(Refused, match="vừa sửa"):
        actions.change_reason(reason=reason, seen=seen, label="Đè lên")
    dossier = factories.dossier(None, date(2026, 3, 5), procedure_id=procedure.id)
    actions.code_redo(dossier=dossier, reason_ids=[reason.id], noted_on=date(2026, 3, 9))
    with pytest.raises(Refused, match="1 hồ sơ"):
        actions.delete_reason(reason=reason)
    actions.code_redo(dossier=dossier, reason_ids=[], noted_on=date(2026, 3, 9))
    actions.delete_reason(reason=reason)
    assert queries.list_reasons(procedure.id) == []
