"""Taking in dossiers and procedures: exact counts, any order, and counts that never drift."""

import itertools
from datetime import date
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, select

from outreach.businesses import actions as business_actions
from outreach.businesses.models import Business
from outreach.database import Base, db
from outreach.dossiers import actions, queries
from outreach.dossiers.models import Agency, Dossier, Procedure
from outreach.refusals import Refused
from tests import factories
from tests.dossiers import files
from tests.dossiers.registering import (
    DAY,
    FOUR,
    FULL,
    assert_rollup_is_a_full_recount,
    only,
    rollup,
    row,
    take,
)
from tests.examples import examples

# ── upsert ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", files.REGISTERS)
def test_the_same_register_again_changes_nothing(app: Flask, name: str) -> None:
    rows = files.rows_of(files.REGISTERS[name])
    assert take(*rows) == (len(rows), 0, 0)
    before = rollup()
    assert take(*rows) == (0, 0, len(rows))
    assert rollup() == before
    assert_rollup_is_a_full_recount()


def test_a_code_belongs_to_its_source(app: Flask) -> None:
    assert take(row(), source="one") == (1, 0, 0)
    assert take(row(), source="two") == (1, 0, 0)
    assert take(row(), source="one") == (0, 0, 1)


def test_a_column_the_file_lacks_changes_nothing_and_an_empty_cell_clears(app: Flask) -> None:
    full = row(
        tax_code="0300588569", business_code=None, applicant="Công ty Mẫu", procedure_code="1.009664",
        procedure_name="Cấp giấy", field="Đầu tư", agency="Ban Quản lý", due_on=DAY, finished_on=DAY,
        returned_on=DAY, filing_channel="online", return_channel="post", status="returned", paid_vnd=50_000,
        digitised=True, assistance="alone",
    )  # fmt: skip
    assert take(full) == (1, 0, 0)
    assert take(row()) == (0, 0, 1)
    cleared = {key: None for key in full if key not in ("row", "dossier_code", "received_on")}
    assert take({**row(), **cleared}) == (0, 1, 0)
    dossier = only()
    kept = {"id", "code", "source", "received_on", "import_id", "field_given", "assistance_said"}
    assert {c.key: getattr(dossier, c.key) for c in Dossier.__table__.columns if c.key not in kept} == {
        c.key: None for c in Dossier.__table__.columns if c.key not in kept
    }
    assert rollup() == set()


def test_every_single_column_counts_as_a_change(app: Flask) -> None:
    take(row(status="processing", filing_channel="counter", applicant="Công ty Mẫu"))
    for change in (
        {"status": "returned"}, {"filing_channel": "online"}, {"due_on": DAY}, {"paid_vnd": 2**62},
        {"digitised": False}, {"assistance": "assisted"}, {"agency": "Sở Mẫu"}, {"field": "Lao động"},
        {"procedure_code": "1.014199"}, {"applicant": "Công ty Khác"}, {"return_channel": "post"},
    ):  # fmt: skip
        assert take(row(**change)) == (0, 1, 0), change
        assert take(row(**change)) == (0, 0, 1), change


def test_of_a_repeated_code_the_last_row_counts(app: Flask) -> None:
    first, last = row(status="processing"), {**row(status="returned"), "row": 3}
    taken = actions.take_in_dossiers([first, last])
    assert (taken.created, [refused[:2] for refused in taken.refused]) == (1, [(2, "dossier_code")])
    assert only().status == "returned"


@pytest.mark.parametrize(
    ("values", "column"),
    [
        ({"dossier_code": None}, "dossier_code"),
        ({"received_on": None}, "received_on"),
        ({"returned_on": date(2024, 3, 4)}, "returned_on"),
        ({"finished_on": date(2024, 3, 4)}, "finished_on"),
        ({"paid_vnd": 2**63}, "paid_vnd"),
        ({"paid_vnd": -1}, "paid_vnd"),
        ({"applicant": "Công ty\x00Mẫu"}, "applicant"),
        ({"applicant": "Công ty \ud800"}, "applicant"),
    ],
)
def test_a_row_that_cannot_be_is_listed_and_the_others_are_taken(
    app: Flask, values: dict[str, Any], column: str
) -> None:
    taken = actions.take_in_dossiers([{**row("BAD"), **values}, row("GOOD")])
    assert (taken.created, [refused[1] for refused in taken.refused]) == (1, [column])
    assert taken.refused[0][3]
    assert only().code == "GOOD"


def test_the_counts_follow_a_dossier_to_another_business_and_month(app: Flask) -> None:
    take(row(tax_code="0300588569", filing_channel="online"))
    take(row(tax_code="0101248141", received_on=date(2024, 4, 5)))
    assert_rollup_is_a_full_recount()
    (counted,) = rollup()
    assert counted[1] == date(2024, 4, 1)


def test_what_is_not_received_is_not_counted(app: Flask) -> None:
    take(
        *[
            row(f"A-{i}", tax_code="0300588569", status=s)
            for i, s in enumerate(("registered", "not_received"))
        ]
    )
    assert rollup() == set()
    take(row("A-0", status="processing"))
    assert [counted[2] for counted in rollup()] == [1]


def test_merged_businesses_bring_their_dossiers_and_counts(app: Flask) -> None:
    kept, gone = factories.business(), factories.business()
    for number, business in enumerate((kept, gone, gone)):
        factories.dossier(business, DAY, code=f"M-{number}")
    actions.recount(None)
    business_actions.merge_businesses({gone.id: kept.id})
    assert {found[0:3] for found in rollup()} == {(kept.id, date(2024, 3, 1), 3)}
    assert_rollup_is_a_full_recount()


# ── who and what is named ────────────────────────────────────────────────────────────────────────────────


def test_an_applicant_without_a_code_is_matched_by_name(app: Flask) -> None:
    known = factories.business("Công ty TNHH Thép Mẫu")
    take(row(applicant="CÔNG TY TNHH THÉP MẪU"))
    assert only().business_id == known.id


def test_a_file_without_tax_codes_keeps_whom_a_tax_code_named(app: Flask) -> None:
    take(row(tax_code="0300588569", applicant="Công ty A"))
    named = only().business_id
    assert take(row(applicant="Công ty A", status="returned")) == (0, 1, 0)
    assert only().business_id == named


def test_nobody_named_means_no_business(app: Flask) -> None:
    take(row(agency="Sở Mẫu", applicant=None, tax_code=None))
    assert only().business_id is None
    assert db.session.scalar(select(func.count()).select_from(Business)) == 0


def test_agencies_are_one_however_they_are_spelt(app: Flask) -> None:
    take(
        row("A-1", agency="Sở Công Thương"),
        row("A-2", agency="SỞ CÔNG THƯƠNG "),
        row("A-3", agency="Sở Y tế"),
    )
    assert len(db.session.scalars(select(Agency)).all()) == 2


def test_procedures_named_by_code_or_name_are_provisional_until_a_list_comes(app: Flask) -> None:
    take(row("A-1", procedure_code="1.009664"), row("A-2", procedure_name="Cấp giấy phép lao động"))
    assert {(p.code, p.name, p.provisional) for p in db.session.scalars(select(Procedure))} == {
        ("1.009664", "1.009664", True),
        (None, "Cấp giấy phép lao động", True),
    }
    taken = actions.take_in_procedures(
        [
            {"row": 2, "procedure_code": "1.009664", "name": "Cấp giấy chứng nhận", "field": "Đầu tư"},
            {"row": 3, "procedure_code": "1.014199", "name": "CẤP GIẤY PHÉP LAO ĐỘNG", "field": "Lao động"},
        ]
    )
    assert (taken.created, taken.updated) == (0, 2)
    db.session.expire_all()
    assert {p.code for p in db.session.scalars(select(Procedure))} == {"1.009664", "1.014199"}
    assert {d.code: d.field for d in db.session.scalars(select(Dossier))} == {
        "A-1": "Đầu tư",
        "A-2": "Lao động",
    }


def test_a_name_alone_is_the_procedure_that_this_file_codes(app: Flask) -> None:
    take(
        row("A-1", procedure_name="Cấp giấy"),
        row("A-2", procedure_code="1.009664", procedure_name="cấp giấy"),
    )
    assert len(db.session.scalars(select(Procedure)).all()) == 1


def test_a_twin_named_without_a_code_is_absorbed(app: Flask) -> None:
    take(row("A-1", procedure_code="1.5"), row("A-2", procedure_name="Cấp giấy"))
    actions.take_in_procedures([{"row": 2, "procedure_code": "1.5", "name": "Cấp giấy", "field": "Đất đai"}])
    db.session.expire_all()
    assert len(db.session.scalars(select(Procedure)).all()) == 1
    assert {d.field for d in db.session.scalars(select(Dossier))} == {"Đất đai"}


def test_what_the_register_says_of_the_field_stays(app: Flask) -> None:
    take(row(procedure_code="1.5", field="Đất đai"))
    actions.take_in_procedures([{"row": 2, "procedure_code": "1.5", "name": "Cấp giấy", "field": "Đầu tư"}])
    assert only().field == "Đất đai"
    take(row(field=None))
    assert (only().field, only().field_folded) == ("Đầu tư", "dau tu")


# ── assistance ───────────────────────────────────────────────────────────────────────────────────────────


def test_a_later_file_leaves_what_staff_said_about_who_filed(app: Flask) -> None:
    take(row(tax_code="0300588569", filing_channel="online"))
    actions.set_assistance(only(), assistance="filed_for")
    assert [found[4:6] for found in rollup()] == [(1, 1)]
    assert take(row(filing_channel="online")) == (0, 0, 1)
    assert only().assistance == "filed_for"
    for of_the_file in (None, "alone"):
        assert take(row(assistance=of_the_file)) == (0, 0, 1)
        assert only().assistance == "filed_for"
    actions.set_assistance(only(), assistance=None)  # taken back: now the file counts
    assert take(row(assistance="alone")) == (0, 1, 0)
    assert take(row(assistance=None)) == (0, 1, 0)
    assert only().assistance is None
    assert [found[4:6] for found in rollup()] == [(0, 0)]


def test_assistance_is_one_of_the_known_kinds(app: Flask) -> None:
    take(row())
    with pytest.raises(Refused):
        actions.set_assistance(only(), assistance="somebody")


# ── any order, any partition ─────────────────────────────────────────────────────────────────────────────

NAMES = {"1.009664": "Cấp giấy", "1.014199": "Cấp phép lao động"}
LISTS = [
    {"row": 2, "procedure_code": code, "name": name, "field": field, "service_level": level}
    for (code, name), field, level in zip(NAMES.items(), ("Đầu tư", "Lao động"), (FOUR, FULL), strict=True)
]
rows_of_a_register = st.lists(
    st.fixed_dictionaries(
        {
            "row": st.just(2), "received_on": st.dates(date(2024, 1, 1), date(2024, 6, 30)),
            "tax_code": st.sampled_from(["0300588569", "0101248141", None]),
            "procedure_code": st.sampled_from(list(NAMES)), "agency": st.sampled_from(["Sở A", "Sở B", None]),
            "filing_channel": st.sampled_from(["online", "counter", None]),
            "status": st.sampled_from(["registered", "processing", "returned", "sent_back", None]),
            "assistance": st.sampled_from(["alone", "filed_for", None]),
        },
        optional={"field": st.sampled_from(["Đầu tư", "Môi trường", None])},
    ),
    min_size=1,
    max_size=12,
)  # fmt: skip


def table() -> dict[str, tuple[Any, ...]]:
    """The register as people read it: names, not ids."""
    rows = db.session.execute(
        select(
            Dossier.code, Dossier.received_on, Business.tax_code, Procedure.code, Procedure.name,
            Agency.name, Dossier.filing_channel, Dossier.status, Dossier.assistance, Dossier.field,
            Dossier.online_possible,
        )
        .outerjoin(Business, Business.id == Dossier.business_id)
        .outerjoin(Procedure, Procedure.id == Dossier.procedure_id)
        .outerjoin(Agency, Agency.id == Dossier.agency_id)
    )  # fmt: skip
    return {found[0]: tuple(found) for found in rows}


def forget_everything() -> None:
    for kind in reversed(Base.metadata.sorted_tables):
        db.session.execute(delete(kind))
    db.session.expunge_all()


@given(register=rows_of_a_register, data=st.data())
@settings(max_examples=examples(40), suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_files_in_any_order_and_any_parts_give_the_same_register(
    app: Flask, register: list[dict[str, Any]], data: st.DataObject
) -> None:
    rows = [{**values, "dossier_code": f"D-{number}"} for number, values in enumerate(register)]
    actions.take_in_procedures(LISTS)
    actions.take_in_dossiers(rows)
    expected, counted = table(), {found[1:] for found in rollup()}
    forget_everything()

    shuffled = data.draw(st.permutations(rows))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(rows)), max_size=3)))
    parts = [shuffled[a:b] for a, b in itertools.pairwise([0, *cuts, len(rows)])]
    lists_come = data.draw(st.integers(0, len(parts)))
    for number, part in enumerate([*parts, []]):
        if number == lists_come:
            actions.take_in_procedures(LISTS)
        actions.take_in_dossiers(part)
    assert table() == expected
    assert {found[1:] for found in rollup()} == counted
    assert_rollup_is_a_full_recount()
    again = actions.take_in_dossiers(rows)
    assert (again.created, again.updated) == (0, 0)
    forget_everything()
    db.session.rollback()


def test_register_days_end_with_what_happened_last_and_not_in_the_future(app: Flask) -> None:
    assert queries.register_days() is None
    factories.dossier(None, date(2024, 1, 5), returned_on=date(2024, 3, 7))
    factories.dossier(None, date(2024, 2, 5), finished_on=date(2024, 3, 9), due_on=date(2024, 12, 1))
    factories.dossier(None, date(2099, 1, 1), returned_on=date(2099, 2, 1))
    assert queries.register_days() == (date(2024, 1, 5), date(2024, 3, 9))
