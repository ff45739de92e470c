"""The account's page: how it does, what came in, connecting it and letting go of it. Never a token."""

import hmac
import secrets
from base64 import urlsafe_b64encode
from typing import Any

from flask import current_app, flash, request, session, url_for
from flask.typing import ResponseReturnValue

from outreach import web
from outreach.accounts.guards import administrators
from outreach.i18n import gettext as _
from outreach.i18n import ngettext
from outreach.outgoing import Broken, NotAllowed, NotReached
from outreach.zalo import api, queries
from outreach.zalo.actions import connecting as actions
from outreach.zalo.forms.account import ComeBackForm, PairForm
from outreach.zalo.rules import connecting, sending
from outreach.zalo.sealing import can_seal

NONCE = "zalo_connecting"  # where the browser keeps which attempt is its own
NEEDED = ("ZALO_APP_ID", "ZALO_APP_SECRET", "ZALO_OA_SECRET_KEY")


@administrators
def account() -> ResponseReturnValue:
    """State, quota, latest events."""
    row = queries.account()
    return web.render(
        "zalo/account.html",
        account=row, state=row.state if row else connecting.NONE, states=connecting.STATES,
        tones=connecting.TONES, words_of=sending.words_of, events=queries.latest_events(),
        event_counts=queries.event_counts(), sending_counts=queries.sending_counts(),
        sending_states=sending.STATES, **_set_up(),
    )  # fmt: skip


@administrators
@web.commits
def connect() -> ResponseReturnValue:
    """The way to Zalo's own question, or a pair of tokens pasted in."""
    form = PairForm()
    if form.validate_on_submit():
        pair = api.Pair(str(form.access_token.data).strip(), str(form.refresh_token.data).strip(), None)
        form.carry_out(actions.connect, pair=pair)
        if not form.errors:
            flash(_("Đã giữ cặp khóa; cổng đang lấy cặp mới từ Zalo."), "good")
            return web.redirect(url_for("zalo.account"))
    return web.render("zalo/connect.html", form=form, consent=_consent(), **_set_up())


@administrators
@web.commits
def come_back() -> ResponseReturnValue:
    """Back from Zalo with a code: one press of a button fetches the tokens, since a look changes nothing."""
    given = {name: request.args.get(name, "")[:4_000] for name in ("code", "oa_id", "state")}
    form = ComeBackForm(**given)
    if form.validate_on_submit():
        _finish(form)
        if not form.errors:
            session.pop(NONCE, None)
            flash(_("Đã kết nối Official Account."), "good")
            return web.redirect(url_for("zalo.account"))
    return web.render("zalo/come_back.html", form=form, given=given, known=_is_ours(given["state"]))


@administrators
@web.commits
def disconnect() -> ResponseReturnValue:
    """Let go of the account."""
    actions.disconnect()
    flash(_("Đã ngắt kết nối; khóa đã xóa khỏi cổng. Tin đến vẫn được nhận."), "good")
    return web.redirect(url_for("zalo.account"))


@administrators
@web.commits
def hear_again() -> ResponseReturnValue:
    """Try events that could not be heard once more."""
    number = actions.hear_again()
    flash(ngettext("Sẽ đọc lại %(num)s sự kiện.", "Sẽ đọc lại %(num)s sự kiện.", number), "info")
    return web.redirect(url_for("zalo.account"))


def _finish(form: ComeBackForm) -> None:
    """Ask for the tokens before any transaction, then keep them."""
    if not _is_ours(str(form.state.data)):
        form.refuse(_("Lần kết nối này không bắt đầu từ trình duyệt này; Anh/Chị bắt đầu lại."))
        return
    try:
        answer = api.exchange(str(form.code.data), form.verifier.data or _verifier(str(form.state.data)))
    except (Broken, NotReached, NotAllowed):
        form.refuse(_("Zalo chưa trả lời; Anh/Chị bấm lại. Nếu vẫn không được, bắt đầu lại từ đầu."))
        return
    if isinstance(answer, api.Pair):
        form.carry_out(actions.connect, pair=answer, oa_id=form.oa_id.data or None)
    else:
        form.refuse(_("Zalo từ chối (mã %(code)s). Mã chỉ dùng một lần, trong 10 phút.", code=answer))


def _set_up() -> dict[str, Any]:
    return {
        "missing": [name for name in NEEDED if not current_app.config[name]], "can_seal": can_seal(),
        "webhook": web.whole_url(url_for("zalo.receive_event")),
        "callback": web.whole_url(url_for("zalo.come_back")),
    }  # fmt: skip


def _consent() -> str | None:
    """The link to Zalo's question, for this browser alone; None while a key is missing."""
    app_id = current_app.config["ZALO_APP_ID"]
    if not app_id or not current_app.config["ZALO_APP_SECRET"] or not can_seal():
        return None
    nonce = session[NONCE] = session.get(NONCE) or secrets.token_urlsafe(24)
    return connecting.consent_url(
        api.bases()["oauth"], app_id=app_id, redirect_uri=web.whole_url(url_for("zalo.come_back")),
        challenge=connecting.challenge_of(_verifier(nonce)), state=nonce,
    )  # fmt: skip


def _verifier(nonce: str) -> str:
    """43 characters that only this server can name, so that no cookie has to hold them."""
    key = f"zalo verifier {current_app.config['SECRET_KEY']}".encode()
    return urlsafe_b64encode(hmac.digest(key, nonce.encode(), "sha256")).rstrip(b"=").decode()


def _is_ours(state: str) -> bool:
    return bool(state) and hmac.compare_digest(state.encode(), str(session.get(NONCE, "")).encode())
