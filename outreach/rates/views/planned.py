"""Before a campaign: how large a change would have to be to be seen afterwards."""

from flask import request
from flask.typing import ResponseReturnValue

from outreach import web
from outreach.accounts.guards import staff
from outreach.rates.forms import PlannedForm
from outreach.rates.queries import planned as queries
from outreach.rates.queries.planned import Board
from outreach.rates.rules.power import SmallestChange, smallest_change
from outreach.rates.wording import overview

SHARES = (0.1, 0.2, 0.3, 0.5)  # of the board, for the table of other sizes


@staff
def planned() -> ResponseReturnValue:
    """The smallest change that a campaign of this size could reveal."""
    board = queries.board()
    usual = {
        "reached": board.businesses // 2 or None, "businesses": board.businesses or None,
        "monthly": round(board.monthly) or None,
    }  # fmt: skip
    typed = request.args if "reached" in request.args else None
    form = PlannedForm(typed, data=usual)
    asked = form.understood() if (form.validate() if typed else board.businesses) else None
    return web.render(
        "rates/planned.html",
        form=form, board=board, overview=overview, found=_smallest(board, *asked) if asked else None,
        asked=asked, others=_others(board, asked[1], asked[2]) if asked else [],
    )  # fmt: skip


def _smallest(board: Board, reached: int, businesses: int, monthly: int) -> SmallestChange | None:
    return smallest_change(businesses, monthly / businesses, reached / businesses, months_before=board.months)


def _others(board: Board, businesses: int, monthly: int) -> list[tuple[int, SmallestChange | None]]:
    """The same question for campaigns of other sizes on this board."""
    sizes = sorted({round(share * businesses) for share in SHARES if round(share * businesses)})
    return [(size, _smallest(board, size, businesses, monthly)) for size in sizes if size < businesses]
