"""What there is to do: a line for each kind, with how much, since when, and the way there."""

from flask import request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import lists, web
from outreach.accounts import guards
from outreach.accounts.models import Role
from outreach.desks.queries import todo as queries
from outreach.desks.rules import todo as rules


@guards.staff
def todo() -> ResponseReturnValue:
    """Everything that waits for this role."""
    names = rules.kinds_for(Role(current_user.role))
    return web.render(
        "desks/todo.html", lines=queries.lines(names), rules=rules
    )  # fmt: skip


@guards.staff
def todo_rows() -> ResponseReturnValue:
    """The rows of a line that has no list of its own."""
    what = web.found(lists.one_of(request.args, "what", rules.DETAILED))
    return web.render("desks/todo_rows.html", what=what, kind=rules.KINDS[what], rows=queries.rows(what))
