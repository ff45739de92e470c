"""Finding businesses by what people and files know of them."""

import pytest
from flask import Flask
from sqlalchemy import select

from outreach.businesses import queries
from outreach.businesses.models import Business
from outreach.database import db
from tests import factories

A, B = "0300588569", "0101248141"


@pytest.fixture(autouse=True)
def _database(app: Flask) -> None:
    """Every test here reads."""


def found(term: str) -> list[Business]:
    return list(db.session.scalars(select(Business).where(Business.id.in_(queries.matching(term)))))


class TestFind:
    def test_by_each_of_the_three(self) -> None:
        one = factories.business("Công ty TNHH Sao Mai", tax_code=A, own_code="B1")
        assert queries.find_business(tax_code=A) is one
        assert queries.find_business(own_code="B1") is one
        assert queries.find_business(name="cty tnhh sao mai") is one
        assert queries.find_business(tax_code=B, name="Sao Mai") is None
        assert queries.find_business(tax_code=B, own_code="B1") is None
        assert queries.find_business() is None
        assert queries.get_business(one.id) is one
        assert queries.get_business(one.id + 1) is None

    @pytest.mark.parametrize("term", ["sao mai", "SAO MAI", "Sao Mải", A, A[2:8], "b1"])
    def test_search_forgives_marks(self, term: str) -> None:
        one = factories.business("Công ty TNHH Sao Mai", tax_code=A, own_code="B1")
        factories.business("Công ty TNHH Khác")
        assert found(term) == [one]

    @pytest.mark.parametrize("term", ["%", "_", "\\"])
    def test_search_takes_signs_as_they_are(self, term: str) -> None:
        factories.business("Công ty TNHH Sao Mai", tax_code=A)
        assert found(term) == []
