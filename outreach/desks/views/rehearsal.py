"""The rehearsal, on a demo board alone: a fictional clerk gets stuck, her phone beside the desk."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from outreach import clock, lists, web
from outreach.accounts import guards
from outreach.accounts import queries as accounts
from outreach.accounts.models import User
from outreach.desks.queries import rehearsal as queries
from outreach.desks.rules import desk as desk_rules
from outreach.desks.views.desk import listed
from outreach.helpdesk import actions as helpdesk
from outreach.helpdesk import queries as talks
from outreach.helpdesk import rules
from outreach.helpdesk.chat import Chat, Reader, chat_of
from outreach.tutorials import actions as tutorials

STUCK_AFTER = 20  # seconds after the page was opened
READS_AFTER, THANKS_AFTER = 1, 3  # looks at the phone since the reply came


@guards.counter
def rehearsal() -> ResponseReturnValue:
    """The desk with her phone beside it."""
    web.found(_her())
    return web.render(
        "desks/rehearsal.html", **listed(), **_phone(None), began=int(clock.now().timestamp()), looks=0,
        report=None, waits=STUCK_AFTER, rules=desk_rules, talk_rules=rules,
    )  # fmt: skip


@guards.counter
@web.commits
def rehearsal_phone() -> ResponseReturnValue:
    """Her phone a moment later: she gets stuck, reads what came, says thanks."""
    her = web.found(_her())
    began = _seconds(request.form.get("began", ""))
    waits = max(0, STUCK_AFTER - int(clock.now().timestamp() - began))
    report_id, looks = lists.number(request.form, "report"), lists.number(request.form, "looks") or 0
    if report_id is None and waits == 0:
        report_id = _get_stuck(her)
    scene = queries.scene(report_id, her.id) if report_id else None
    if scene is not None and scene.replied is not None:
        looks += 1
        _act(her, scene, looks)
    shown = {"began": began, "looks": looks, "waits": waits, "report": report_id}
    return web.render(
        "desks/rehearsal_phone_page.html", "desks/_rehearsal_phone.html",
        **_phone(scene, her), **shown, talk_rules=rules,
    )  # fmt: skip


def _seconds(text: str) -> int:
    """Since 1970, as the page was told; 0 for what it was not."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 12 else 0


def _her() -> User | None:
    return queries.heroine() if accounts.is_demo() else None


def _get_stuck(her: User) -> int | None:
    where = queries.sticking_point()
    if where is None:
        return None
    report, _secret = tutorials.report_step(
        kind="stuck", tutorial_id=where[0], version_id=where[1], step_key=where[2],
        question=queries.QUESTION, user_id=her.id, business_id=her.business_id,
    )  # fmt: skip
    return report.id


def _act(her: User, scene: queries.Scene, looks: int) -> None:
    me: dict[str, Any] = {"conversation_id": scene.conversation_id, "user_id": her.id}
    me["side"] = rules.BUSINESS
    if looks >= READS_AFTER and scene.replied and scene.seen < scene.replied:
        helpdesk.mark_seen(who=f"user:{her.id}", up_to=scene.replied, **me)
    if looks >= THANKS_AFTER and scene.said == 1:
        mark = f"thanks-{scene.conversation_id}"
        helpdesk.say(client_id=mark, text=queries.THANKS, person=her.name, **me)


def _phone(scene: queries.Scene | None, her: User | None = None) -> dict[str, Any]:
    """What her phone shows: the conversation as she sees it, once there is one."""
    shown: Chat | None = None
    head = talks.get_conversation(scene.conversation_id) if scene else None
    if head is not None and her is not None:
        shown = chat_of(head, Reader(f"user:{her.id}", rules.BUSINESS, her.id, her.name))
    return {"phone": shown, "her": her or _her()}
