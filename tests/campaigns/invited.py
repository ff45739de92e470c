"""Lists of businesses to invite, for the tests of their pages."""

from outreach.businesses.models import Business
from outreach.campaigns import queries
from outreach.campaigns.models import Intervention
from outreach.database import db
from tests import factories
from tests.client import CheckedClient

ALL = {"sure": "1"}


def url(at: Intervention, rest: str = "") -> str:
    return f"/hoat-dong/{at.id}/danh-sach{rest}"


def listed(at: Intervention, number: int, **values: object) -> list[Business]:
    """Businesses on the list."""
    businesses = [factories.business() for _ in range(number)]
    for business in businesses:
        factories.listed(at, business, **values)
    db.session.commit()
    return businesses


def drawn(officer: CheckedClient, at: Intervention, number: int = 5, seats: int = 2) -> None:
    """A list whose lot an officer drew."""
    listed(at, number, reason="còn nộp giấy")
    data = {"seats": str(seats), "seed": "2026", "witnesses": "Bà Lê Thị Mẫu\nÔng Võ Văn Mẫu", **ALL}
    assert officer.post(url(at), data=data).status_code == 303


def on_list(at: Intervention) -> list[int]:
    """Their ids, in the order of the list."""
    db.session.rollback()
    return [row.business_id for row in queries.listed(at.id)]
