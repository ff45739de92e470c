"""The register's list: every filter, pages, and the rows behind a figure."""

from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from outreach import clock
from outreach.database import db
from outreach.dossiers import actions, filters, measures, queries
from outreach.dossiers.models import Dossier, ImportRun
from tests import factories
from tests.dossiers import files

DAY = date(2024, 3, 5)


def listed(only_business: int | None = None, **args: Any) -> set[str]:
    asked = filters.read(
        MultiDict({k.rstrip("_"): str(v) for k, v in args.items()}), only_business=only_business
    )
    rows, total = queries.search_register(asked.wanted, offset=0, limit=1000)
    assert total == len(rows)
    return {row.code for row in rows}


@pytest.fixture
def two(app: Flask) -> dict[str, Any]:
    """One dossier with everything, and one with nothing."""
    business, agency = factories.business("Công ty TNHH Thép Đồng Văn"), factories.agency()
    procedure = factories.procedure("Cấp giấy phép xây dựng")
    run = factories.add(
        ImportRun(
            public_id="p" * 22, kind="dossiers", filename="so.xlsx", sha256="0" * 64, state="done",
            refused=[], uploaded_at=clock.now(),
        )
    )  # fmt: skip
    factories.dossier(
        business, DAY, "online", code="FULL-1", agency_id=agency.id, procedure_id=procedure.id,
        source="igate", field="Xây dựng", field_folded="xay dung", assistance="filed_for",
        status="returned", due_on=DAY, returned_on=date(2024, 3, 9), online_possible=False, import_id=run.id,
    )  # fmt: skip
    factories.dossier(None, date(2024, 4, 6), None, code="BARE-2", status=None)
    return {"business": business, "agency": agency, "procedure": procedure}


def test_each_filter_of_the_address(two: dict[str, Any]) -> None:
    full, bare = {"FULL-1"}, {"BARE-2"}
    for args in (
        {"business": two["business"].id}, {"agency": two["agency"].id}, {"procedure": two["procedure"].id},
        {"zone": two["business"].zone_id}, {"field": "Xây dựng"}, {"field": "xay dung"}, {"source": "igate"},
        {"channel": "online"}, {"assistance": "filed_for"}, {"state": "returned"}, {"import": "p" * 22},
        {"month": "2024-03"}, {"to": "2024-03-05"}, {"to": "5/3/2024"}, {"state": "late"},
        {"from": "2024-03-01", "to": "2024-03-31"}, {"q": "full"}, {"q": "thep dong van"}, {"q": "THÉP"},
        {"q": two["business"].tax_code},
    ):  # fmt: skip
        assert listed(**args) == full, args
    for args in (
        {"agency": 0}, {"procedure": 0}, {"zone": 0}, {"field": "-"}, {"channel": "unknown"},
        {"month": "2024-04"}, {"assistance": "unknown"}, {"assistance": "without_filed_for"},
        {"state": "unknown"}, {"from": "2024-03-06"}, {"basis": "possible"}, {"state": "in_progress"},
        {"month": "2024-04", "from": "2024-03-01"},
    ):  # fmt: skip
        assert listed(**args) == bare, args


@pytest.mark.parametrize(
    "args",
    [
        {"business": "x"}, {"agency": "-1"}, {"zone": "9" * 40}, {"from": "32/13/2024"}, {"month": "2024-99"},
        {"state": "id; DROP TABLE"}, {"channel": "%"}, {"sort": "password"}, {"basis": "1"},
        {"import": "x" * 300}, {"q": "%_\\"}, {"procedure": "٣"}, {"to": "10000-01-01"},
        {"field": "\u0301"}, {"month": "0001-01"}, {"month": "9999-12"},
    ],
)  # fmt: skip
def test_what_is_not_understood_is_left_out_and_never_a_fault(
    two: dict[str, Any], args: dict[str, str]
) -> None:
    listed(**args)


def test_people_of_a_business_see_their_own_whatever_they_ask(two: dict[str, Any]) -> None:
    stranger = factories.business()
    for args in ({}, {"business": two["business"].id}, {"import": "p" * 22}, {"agency": two["agency"].id}):
        assert listed(only_business=stranger.id, **args) == set()
    assert listed(only_business=two["business"].id, business=stranger.id) == {"FULL-1"}


@pytest.mark.parametrize("state", measures.FIGURES)
def test_the_list_shows_exactly_the_rows_that_a_figure_counts(app: Flask, state: str) -> None:
    actions.take_in_dossiers(files.rows_of(files.HA_NAM)[::5])
    first, last = date(2023, 4, 1), date(2023, 4, 30)
    counted = db.session.execute(select(*measures.counts(first, last)).select_from(Dossier)).one()
    asked = filters.read(MultiDict({"from": "2023-04-01", "to": "30/04/2023", "state": state}))
    _rows, total = queries.search_register(asked.wanted, offset=0, limit=1)
    assert total == counted._mapping[state]


def test_in_progress_without_a_period_means_the_registers_last_day(app: Flask) -> None:
    factories.dossier(None, DAY, code="LATE", due_on=DAY)
    factories.dossier(None, DAY, code="NOT-YET", due_on=date(2024, 6, 1))
    assert listed(state="in_progress_late") == {"LATE"}
    assert listed(state="in_progress_on_time") == {"NOT-YET"}


def test_pages_follow_each_other_in_every_order(app: Flask) -> None:
    for number in range(7):
        factories.dossier(
            None, date(2024, 3, 1 + number // 2), code=f"D-{number}", due_on=DAY if number % 2 else None
        )
    for order in ("newest", "oldest", "due"):
        wanted = filters.read({"sort": order}).wanted
        codes = [r.code for o in (0, 3, 6) for r in queries.search_register(wanted, offset=o, limit=3)[0]]
        assert sorted(codes) == [f"D-{number}" for number in range(7)], order


def test_procedures_are_found_without_marks_by_code_field_and_level(app: Flask) -> None:
    build = factories.procedure("Cấp giấy phép xây dựng", field="Xây dựng", code="1.013236")
    factories.service_level(build, "4")
    factories.procedure("Đăng ký nội quy lao động", field="Lao động", code="2.001955")

    def found(**asked: Any) -> list[str]:
        lines, total = queries.list_procedures(today=DAY, offset=0, limit=10, **asked)
        assert total == len(lines)
        return [str(line.code) for line in lines]

    assert found() == ["1.013236", "2.001955"]
    assert found(words="noi quy") == found(words="2.0019") == found(field="lao dong") == ["2.001955"]
    assert found(level="levels_2011:4") == ["1.013236"]
    assert found(level="none") == ["2.001955"]
    assert found(level="levels_2022:4") == found(level=":") == found(words="%") == []
