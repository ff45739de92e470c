"""The account's pair of tokens: encrypted, replaced early, by one process at a time, and stored before use.

A refresh token is spent by asking with it. So the pair that comes back is committed at once; whoever else
needs a token meanwhile waits for that.
"""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from flask import current_app
from sqlalchemy import Connection, select, update

from outreach import clock
from outreach.database import reading, record
from outreach.outgoing import Broken, NotAllowed, NotReached
from outreach.zalo import api
from outreach.zalo.models import OfficialAccount
from outreach.zalo.rules import connecting, sending
from outreach.zalo.sealing import can_seal, seal, unseal

THE_ACCOUNT = 1  # one row
NO_ANSWER = (Broken, NotReached, NotAllowed)


class _Claim(NamedTuple):
    """The right to refresh, and with what."""

    stored: bytes  # the refresh token as it stands in the row
    token: str


def current() -> str | None:
    """The access token; None when the account is not connected, or none of our keys opens it."""
    with reading() as connection:
        row = connection.execute(
            select(OfficialAccount.access_token).where(
                OfficialAccount.id == THE_ACCOUNT, OfficialAccount.state.in_(connecting.WORKING)
            )
        ).one_or_none()
    return unseal(row.access_token) if row is not None else None


def keep_fresh() -> bool:
    """What the worker runs: replace the pair some hours before it ends; whether it did."""
    at = clock.now()
    with reading() as connection:
        row = connection.execute(
            select(OfficialAccount.expires_at, OfficialAccount.fault_at).where(
                OfficialAccount.id == THE_ACCOUNT, OfficialAccount.state.in_(connecting.WORKING)
            )
        ).one_or_none()
    if row is None or _lasts(row.expires_at, at):
        return False
    if row.fault_at is not None and at - row.fault_at < connecting.RETRY_REFRESH:
        return False
    return refresh(None) is not None


def refresh(used: str | None) -> str | None:
    """A token that works, after `used` did not (None: before it ends).

    None: another process is at it, Zalo does not answer, or a person has to connect the account again.
    """
    with record() as connection:
        claim = _claim(connection, used)
    if not isinstance(claim, _Claim):
        return claim
    try:
        answer = api.refresh(claim.token)
    except NO_ANSWER as fault:
        current_app.logger.warning("tokens of Zalo were not refreshed: %s", type(fault).__name__)
        _note_fault(claim.stored, state=None, code=None)
        return None
    if answer in sending.RETRY:  # too fast, or not now: that says nothing about the token
        current_app.logger.warning("Zalo put off refreshing the tokens: %s", answer)
        _note_fault(claim.stored, state=None, code=int(answer))
        return None
    if not isinstance(answer, api.Pair):
        current_app.logger.error("Zalo refused to refresh the tokens: %s", answer)
        _note_fault(claim.stored, state=connecting.CONSENT_NEEDED, code=answer)
        return None
    with record() as connection:
        stored = _store(connection, answer, OfficialAccount.refresh_token == claim.stored)
    return answer.access if stored else current()


def values_of(pair: api.Pair) -> dict[str, Any]:
    """A pair as columns of the account's row."""
    at = clock.now()
    life = timedelta(seconds=pair.seconds) if pair.seconds else connecting.DEFAULT_LIFE
    return {
        "access_token": seal(pair.access), "refresh_token": seal(pair.refresh), "expires_at": at + life,
        "refreshed_at": at, "refreshing_since": None, "state": connecting.CONNECTED, "fault_code": None,
        "fault_at": None,
    }  # fmt: skip


def note_refused(code: int) -> None:
    """Zalo takes not even a fresh token: a person has to look at it."""
    with record() as connection:
        connection.execute(
            _account(OfficialAccount.state.in_(connecting.WORKING)).values(
                state=connecting.CONSENT_NEEDED, fault_code=code, fault_at=clock.now()
            )
        )


def _claim(connection: Connection, used: str | None) -> _Claim | str | None:
    """The right to refresh; or the token that somebody else got meanwhile; or None."""
    at = clock.now()
    row = connection.execute(
        select(OfficialAccount)
        .where(OfficialAccount.id == THE_ACCOUNT, OfficialAccount.state.in_(connecting.WORKING))
        .with_for_update()
    ).one_or_none()
    if row is None or not can_seal() or not current_app.config["ZALO_APP_SECRET"]:
        return None
    access, token = unseal(row.access_token), unseal(row.refresh_token)
    replaced = access != used if used is not None else _lasts(row.expires_at, at)
    if access is not None and replaced:
        return access
    if row.refreshing_since is not None and at - row.refreshing_since < connecting.LONGEST_REFRESH:
        return None
    if token is None:
        values = {"state": connecting.CONSENT_NEEDED, "fault_at": at}
        connection.execute(_account().values(**values))
        return None
    connection.execute(_account().values(refreshing_since=at))
    return _Claim(row.refresh_token, token)


def _store(connection: Connection, pair: api.Pair, *still: Any) -> bool:
    done = connection.execute(_account(*still).values(**values_of(pair)))
    return done.rowcount == 1


def _note_fault(stored: bytes, *, state: str | None, code: int | None) -> None:
    """Give the claim back. Without an answer it is tried again; near the token's end people are told."""
    at = clock.now()
    with record() as connection:
        still = OfficialAccount.refresh_token == stored
        row = connection.execute(
            select(OfficialAccount.expires_at).where(OfficialAccount.id == THE_ACCOUNT, still)
        ).one_or_none()
        if row is not None:
            state = state or _state_without_answer(row.expires_at, at)
            connection.execute(
                _account(still).values(refreshing_since=None, state=state, fault_code=code, fault_at=at)
            )


def _lasts(expires_at: datetime | None, at: datetime) -> bool:
    return expires_at is not None and expires_at - at > connecting.REFRESH_BEFORE


def _state_without_answer(expires_at: datetime | None, at: datetime) -> str:
    soon = expires_at is None or expires_at - at < connecting.WARN_BEFORE
    return connecting.EXPIRING if soon else connecting.CONNECTED


def _account(*still: Any) -> Any:
    return update(OfficialAccount).where(OfficialAccount.id == THE_ACCOUNT, *still)
