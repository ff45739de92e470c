"""Connecting the account and letting go of it; every deed is written into the record of access."""

from importlib import import_module

from sqlalchemy import update

from outreach.accounts.actions import note_access
from outreach.database import db
from outreach.i18n import gettext as _
from outreach.refusals import Refused
from outreach.zalo import api
from outreach.zalo.models import OfficialAccount, ZaloEvent
from outreach.zalo.rules import connecting
from outreach.zalo.sealing import can_seal
from outreach.zalo.tokens import THE_ACCOUNT, values_of

QUIETLY = {"synchronize_session": False}


def connect(*, pair: api.Pair, oa_id: str | None = None) -> None:
    """Keep a pair of tokens, encrypted, in the place of any former one."""
    if not can_seal():
        raise Refused(_("Máy chủ chưa có thư viện mã hóa nên không giữ được khóa; xem mục Zalo của README."))
    dialect = import_module(f"sqlalchemy.dialects.{db.engine.dialect.name}")
    values = values_of(pair) | ({"oa_id": oa_id, "name": None} if oa_id else {"name": None})
    new = dialect.insert(OfficialAccount).values(id=THE_ACCOUNT, **values)
    db.session.execute(new.on_conflict_do_update(index_elements=["id"], set_=values))
    note_access(what="zalo.connect", object_type="zalo_account", object_id=THE_ACCOUNT)


def disconnect() -> None:
    """Forget the tokens: nothing goes to Zalo until somebody connects again. What comes in is still kept."""
    db.session.execute(
        update(OfficialAccount)
        .where(OfficialAccount.id == THE_ACCOUNT)
        .values(
            access_token=None, refresh_token=None, expires_at=None, refreshing_since=None,
            state=connecting.STOPPED, fault_code=None, fault_at=None,
        ),
        execution_options=QUIETLY,
    )  # fmt: skip
    note_access(what="zalo.disconnect", object_type="zalo_account", object_id=THE_ACCOUNT)


def hear_again() -> int:
    """Let events that could not be heard be tried once more; how many."""
    done = db.session.execute(
        update(ZaloEvent)
        .where(ZaloEvent.state == "failed", ZaloEvent.body.is_not(None))
        .values(state="waiting", tries=0, fault=None, processed_at=None),
        execution_options=QUIETLY,
    )
    note_access(what="zalo.hear_again", object_type="zalo_account", object_id=THE_ACCOUNT)
    return int(done.rowcount)  # type: ignore[attr-defined]
