"""How often somebody may try a secret: counted in the database, before anything costly is done.

A try is written down as failed before it is checked, so that parallel tries see each other; a right one
is taken back. Refused tries are not counted, so nobody can be kept out by a stranger's insistence.
"""

import hashlib
import math
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select

from outreach import clock
from outreach.accounts import rules
from outreach.accounts.models import SignInAttempt
from outreach.accounts.sessions import network
from outreach.database import record


class TooManyTries(Exception):
    """Too often; `seconds` until the next try is heard."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


def take(what: str, account: str, *, known_here: bool = False) -> None:
    """Count one try at `what` (a key of rules.LIMITS), or raise TooManyTries.

    `known_here`: the person has signed in from this network before, so only tries from this network count
    against the account. That keeps strangers from slowing the owner down.
    """
    limits, at, mark, here = rules.LIMITS[what], clock.now(), _mark(account), network()
    of_account = (SignInAttempt.account == mark) & ((SignInAttempt.network == here) if known_here else True)
    with record() as connection:
        _one_at_a_time(connection, f"{what}\t{mark}", f"{what}\t{here}")
        wait = timedelta(0)
        for limit, whose in ((limits.account, of_account), (limits.network, SignInAttempt.network == here)):
            tries, last = _tries(connection, limit, what, whose)
            wait = max(wait, limit.wait(tries, last, at))
        if not wait:
            connection.execute(insert(SignInAttempt).values(what=what, account=mark, network=here, at=at))
    if wait:
        raise TooManyTries(math.ceil(wait.total_seconds()))


def forgive(what: str, account: str) -> None:
    """It was right: this account's tries from this network count no more."""
    with record() as connection:
        connection.execute(
            delete(SignInAttempt).where(
                SignInAttempt.what == what,
                SignInAttempt.account == _mark(account),
                SignInAttempt.network == network(),
            )
        )


def _tries(
    connection: Connection, limit: rules.Limit, what: str, whose: ColumnElement[bool]
) -> tuple[int, datetime | None]:
    statement = select(func.count(), func.max(SignInAttempt.at)).where(
        SignInAttempt.what == what, whose, SignInAttempt.at > clock.now() - limit.window
    )
    tries, last = connection.execute(statement).one()
    return tries, last


def _one_at_a_time(connection: Connection, *keys: str) -> None:
    """SQLite has one writer anyhow; PostgreSQL locks what is counted until the transaction ends."""
    if connection.dialect.name != "postgresql":
        return
    numbers = sorted(int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], signed=True) for key in keys)
    for number in numbers:
        connection.execute(select(func.pg_advisory_xact_lock(number)))


def _mark(account: str) -> str:
    return hashlib.sha256(account.encode("utf-8", "surrogatepass")).hexdigest()
