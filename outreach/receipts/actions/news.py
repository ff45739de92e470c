"""News of results: who wants them, and telling each once, whatever stops the job half-way."""

from importlib import import_module

from flask import current_app, url_for
from flask_babel import force_locale

from outreach import clock
from outreach.accounts.letters import can_be_sent
from outreach.database import db
from outreach.dossiers.filters import MOST_IDS
from outreach.i18n import gettext as _
from outreach.i18n import ngettext
from outreach.notices.actions import notify
from outreach.outbox import leaving
from outreach.outbox.actions import new_message_id, queue_email
from outreach.receipts import news
from outreach.receipts.models import NewsWish, ResultNews
from outreach.receipts.news import News
from outreach.receipts.rules.news import MOST_LINES, NEWS, WISH

PURPOSE = "result_news"


def set_wish(*, user_id: int, business_id: int, wanted: bool) -> None:
    """Write down that somebody wants news, or no more. What the register says by now is no news."""
    if news.wants(user_id) == wanted:
        return
    if wanted and business_id not in news.businesses_that_want():
        _note(news.untold(business_id), told=False)
    with force_locale("vi"):
        wording = str(WISH)
    wish = NewsWish(user_id=user_id, wanted=wanted, wording=wording, answered_at=clock.now())
    db.session.add(wish)
    db.session.flush()


def tell_business(business_id: int) -> int:
    """Tell a business what is new of its dossiers, in one notice; how many news that were.

    The news are noted before they are told, in the same transaction: of two workers one tells each.
    """
    told = _note(news.untold(business_id), told=True)
    if not told:
        return 0
    title = ngettext("%(num)s hồ sơ có tin mới", "%(num)s hồ sơ có tin mới", len(told))
    notify(business_id=business_id, title=title, text=_lines(told), path=_path(told))
    for address in news.addresses(business_id) if can_be_sent() else []:
        message_id = new_message_id()
        body = _letter(told, leaving.address_of(message_id))
        queue_email(address=address, subject=title, body=body, purpose=PURPOSE, message_id=message_id)
    db.session.flush()
    return len(told)


def _note(found: list[News], *, told: bool) -> list[News]:
    """Those that nobody else has noted meanwhile."""
    if not found:
        return []
    dialect = import_module(f"sqlalchemy.dialects.{db.engine.dialect.name}")
    rows = [
        {"dossier_id": one.dossier_id, "state": one.state, "told": told, "at": clock.now()} for one in found
    ]
    noted = {
        (row.dossier_id, row.state)
        for some in range(0, len(rows), 500)
        for row in db.session.execute(
            dialect.insert(ResultNews)
            .values(rows[some : some + 500])
            .on_conflict_do_nothing()
            .returning(ResultNews.dossier_id, ResultNews.state)
        )
    }
    return [one for one in found if (one.dossier_id, one.state) in noted]


def _lines(told: list[News]) -> str:
    lines = [f"{one.code}: {NEWS[one.state]}" for one in told[:MOST_LINES]]
    more = len(told) - MOST_LINES
    if more > 0:
        lines.append(ngettext("và %(num)s hồ sơ khác", "và %(num)s hồ sơ khác", more))
    return "\n".join(lines)


def _letter(told: list[News], way_out: str) -> str:
    return _(
        "Kính gửi Anh/Chị,\n\n%(board)s báo tin hồ sơ của doanh nghiệp:\n\n%(lines)s\n\n"
        "Anh/Chị đăng nhập cổng để xem chi tiết.\n\n"
        "Anh/Chị nhận thư này vì đã đồng ý nhận e-mail. Muốn thôi nhận (không cần tài khoản):\n%(link)s\n",
        board=str(current_app.config["BOARD_NAME"]), lines=_lines(told), link=way_out,
    )  # fmt: skip


def _path(told: list[News]) -> str:
    """Where to see what is told: the dossier, or a list of nothing but these; the whole one for hundreds."""
    ids = sorted({one.dossier_id for one in told})
    with current_app.test_request_context():
        if len(ids) == 1:
            return url_for("dossiers.show", dossier_id=ids[0])
        named = "-".join(map(str, ids)) if len(ids) <= MOST_IDS else None
        return url_for("dossiers.index", news=named)
