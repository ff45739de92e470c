"""What the ledger's overview was asked for, and the addresses of its variants."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from flask import url_for

from outreach import lists
from outreach.campaigns.rules import TYPES
from outreach.rates.queries.ledger_list import ORDERS, UNCOMPUTED, LedgerFilter
from outreach.rates.rules.ledger import Verdict

USUAL = "-day"  # newest first


class Asked(NamedTuple):
    """The filters and the order of the overview."""

    wanted: LedgerFilter

    @property
    def sort(self) -> str:
        """The order as headings know it."""
        return self.wanted.order

    @property
    def filtered(self) -> bool:
        """Whether anything is left out."""
        return self.wanted._replace(order=USUAL) != LedgerFilter()

    def url(self, **more: Any) -> str:
        """The overview with the same filters and order; `page`, `format` or `sort` beside them."""
        wanted = self.wanted
        args = {
            "type": wanted.type, "zone": wanted.zone_id, "year": wanted.year, "verdict": wanted.verdict,
            "sort": None if wanted.order == USUAL else wanted.order, **more,
        }  # fmt: skip
        return url_for("rates.ledger", **args)

    def sorted_by(self, key: str) -> str:
        """From the largest or newest, and the other way when it is so already."""
        other = key if self.sort == f"-{key}" else f"-{key}"
        return self.url(sort=None if other == USUAL else other)


def read(args: Mapping[str, str]) -> Asked:
    """What an address asks for; what is not understood is left out."""
    year = lists.number(args, "year")
    orders = [*ORDERS, *(f"-{order}" for order in ORDERS)]
    return Asked(
        LedgerFilter(
            type=lists.one_of(args, "type", TYPES),
            zone_id=lists.number(args, "zone"),
            year=year if year and 1990 <= year <= 2100 else None,
            verdict=lists.one_of(args, "verdict", (*Verdict, UNCOMPUTED)),
            order=lists.one_of(args, "sort", orders) or USUAL,
        )
    )
