"""One day of 1990 in a register, or in a list of who was reached, breaks no page."""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask

from outreach.accounts.models import Role, User
from outreach.database import db
from outreach.dossiers import queries
from outreach.rates.rules.periods import Period
from tests import factories
from tests.client import CheckedClient


def test_figures_reach_back_thirty_years(app: Flask) -> None:
    firm = factories.business()
    factories.dossier(firm, date(2024, 3, 5))
    assert queries.register_days() == (date(2024, 3, 5), date(2024, 3, 5))
    factories.dossier(firm, date(1995, 5, 1))
    assert queries.register_days() == (date(1995, 5, 1), date(2024, 3, 5))
    factories.dossier(firm, date(1990, 1, 1))
    assert queries.register_days() == (date(1994, 1, 1), date(2024, 3, 5))


def test_what_spans_more_is_cut_where_figures_begin() -> None:
    old, new = (Period(date(year, 2, 3), date(year, 4, 5)) for year in (1990, 2024))
    assert Period.spanning([new, old]) == Period(date(1994, 1, 1), date(2024, 4, 5))
    assert Period.spanning([old]) == old
    assert Period.spanning([Period(date.min, date.min)]) == Period(date.min, date.min)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.LEADER, Role.HELPDESK])
def test_every_page_of_figures_still_opens(
    app: Flask, sign_in_as: Callable[[User], CheckedClient], role: Role
) -> None:
    firm = factories.business()
    for day in (date(1990, 1, 1), date(2024, 3, 5)):
        factories.dossier(firm, day)
    visit = factories.intervention(held_on=date(2024, 1, 5))
    for day in (date(1990, 1, 1), date(2024, 1, 5)):
        factories.exposure(visit, firm, exposed_on=day)
    entry, card = f"/hoat-dong/{visit.id}/truoc-sau", f"/doanh-nghiep/{firm.id}"
    client = sign_in_as(factories.user(role))
    db.session.commit()
    for page in ("/", "/doanh-nghiep", card, "/nen-gap-ai", "/so-can-thiep", entry,
                 "/so-lieu", "/so-lieu/theo-thang", "/toan-canh"):  # fmt: skip
        assert client.get(page).status_code == 200, page
