"""What a clerk reads, without signing in: the list of guides, a guide, one step of it."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from flask import Response, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import clock, lists, web
from outreach.accounts import guards
from outreach.dossiers import rules as dossier_rules
from outreach.i18n import gettext as _
from outreach.i18n import locale
from outreach.tutorials import notes, queries, rules, sheets
from outreach.tutorials.queries import IndexLine, Version
from outreach.tutorials.views.progress import beside, stuck_lately
from outreach.tutorials.views.words import words

LEVELS = {":".join(level): level for level in dossier_rules.LEVELS}
LONGEST_DESCRIPTION = 155  # characters: what search engines show
FILED = ("submit", "code", "supplement", "result")  # the steps at which there is, or was, a dossier code


@guards.everyone
def index() -> ResponseReturnValue:
    """All guides that readers see, by field; those that answer what was typed, best first."""
    asked = lists.words(request.args)
    chosen = lists.one_of(request.args, "level", LEVELS)
    shown = queries.list_shown(clock.today())
    lines = queries.answering(shown, asked, LEVELS.get(chosen or ""))
    return kept_offline(
        "tutorials/index.html",
        "tutorials/_tutorial_list.html",
        groups=[(None, lines)] if asked else _by_field(lines),
        found=len(lines),
        unchecked=any(line.is_unchecked for line in lines),
        asked=asked,
        level=chosen,
        levels=_levels_of(shown),
        level_words=dossier_rules.LEVELS,
        description=_("Các bài hướng dẫn từng bước nộp hồ sơ trực tuyến, đọc được trên điện thoại."),
        canonical=web.whole_url(url_for("tutorials.index")),
        **words(),
    )


@guards.everyone
def show(slug: str) -> ResponseReturnValue:
    """One guide: what to have ready, who does what on which device, the steps, what it rests on."""
    version = web.found(queries.published(slug))
    today = clock.today()
    return kept_offline(
        "tutorials/show.html",
        version=version,
        parts=sheets.parts(version),
        people=_people(version),
        reasons=version.review_reasons(today),
        documents=queries.cited(version.id),
        keep=" ".join(_addresses(version)),
        practise_url=_practise_url(version),
        receipt_url=_receipt_url(version),
        today=today,
        done=_done(version),
        description=_short(rules.said(version.content.summary, version.content.summary_en, locale()).text),
        canonical=web.whole_url(url_for("tutorials.show", slug=slug)),
        **beside(version),
        **words(),
    )


@guards.everyone
def step(slug: str, step_key: str) -> ResponseReturnValue:
    """One step: who does it on what, the usual mistake, what is to be seen now, and the ways on."""
    version = web.found(queries.published(slug))
    shown = version.step(step_key)
    if shown is None:
        return _without_step(slug, step_key)
    place = web.found(rules.place_of([one.key for one in version.steps], step_key))
    title, address = rules.said(shown.title, shown.title_en, locale()).text, web.whole_url(request.path)
    return kept_offline(
        "tutorials/step.html",
        version=version, step=shown, home=url_for("tutorials.show", slug=slug), place=place,
        done=_done(version),
        reasons=version.review_reasons(clock.today()),
        stuck_url=url_for("tutorials.stuck", slug=slug, step_key=step_key),
        practise_url=_practise_url(version),
        receipt_url=_receipt_url(version) if shown.practice_step in FILED else None,
        stuck_lately=stuck_lately(version),
        notes=notes.at(version.tutorial_id, step_key, locale()),
        message=_message(title, address),
        description=_short(_("Bước %(n)s: %(title)s", n=place.number, title=title)),
        canonical=address,
        **words(),
    )  # fmt: skip


def _without_step(slug: str, step_key: str) -> ResponseReturnValue:
    """A step that a former version had leads to the guide as it is now; any other address is none."""
    web.found(queries.seen_version_with(slug, None, step_key))
    flash(_("Bản mới của bài này không còn bước đó. Anh/Chị xem các bước hiện nay ở dưới."), "info")
    return web.redirect(url_for("tutorials.show", slug=slug))


def kept_offline(page: str, part: str | None = None, **context: Any) -> Response:
    """A page that a browser may keep for when there is no network; never one of the board's own people."""
    response = web.render(page, part, **context)
    if not (current_user.is_authenticated and current_user.is_staff):
        response.headers["X-Offline"] = "keep"
    return response


def _by_field(lines: Sequence[IndexLine]) -> list[tuple[str | None, list[IndexLine]]]:
    """What all procedures need first, then the fields in the order of their first guide."""
    groups: dict[str | None, list[IndexLine]] = {}
    for line in sorted(lines, key=lambda line: (line.field is not None, line.field or "")):
        groups.setdefault(line.field, []).append(line)
    named = [(field or _("Việc chung cho mọi thủ tục"), of_field) for field, of_field in groups.items()]
    return list(named)


def _levels_of(lines: Sequence[IndexLine]) -> list[tuple[str, str]]:
    there = {level for line in lines for level in line.levels}
    known = dossier_rules.LEVELS.items()
    return [(":".join(level), str(meaning[0])) for level, meaning in known if level in there]


def _people(version: Version) -> list[tuple[str, list[tuple[int, rules.Step]], list[str]]]:
    """Who has to act: the person, the numbered steps, and the devices they need."""
    found = []
    for who in rules.WHO:
        theirs = [(number, one) for number, one in enumerate(version.steps, 1) if one.who == who]
        devices = [device for device in rules.DEVICES if any(one.device == device for _n, one in theirs)]
        if theirs:
            found.append((who, theirs, devices))
    return found


def _addresses(version: Version) -> list[str]:
    """The pages of a guide, for a browser that is asked to keep them all."""
    home = url_for("tutorials.show", slug=version.slug)
    return [home, *(f"{home}/{one.key}" for one in version.steps)]


def _practise_url(version: Version) -> str | None:
    """Where the guide's procedure is practised, with the guide beside it; none where no one procedure is."""
    if version.procedure_id is None:
        return None
    return url_for("practice.index", procedure=version.procedure_id, guide=version.slug)


def _receipt_url(version: Version) -> str | None:
    if version.procedure_id is None:
        return None
    return url_for("receipts.index", procedure=version.procedure_id)


def _done(version: Version) -> set[str]:
    """The keys of the steps that the signed-in person has ticked; nobody else's browser has any."""
    if not current_user.is_authenticated:
        return set()
    ticked = queries.ticked_keys(current_user.id, version.tutorial_id)
    return {one.key for one in version.steps} & ticked


def _message(title: str, address: str) -> dict[str, str]:
    """What is sent to the person whose turn it is: no name, no number, only the step and its address."""
    text = _("Nhờ Anh/Chị làm giúp bước này: %(title)s\n%(address)s", title=title, address=address)
    subject = _("Nhờ làm một bước nộp hồ sơ: %(title)s", title=title)
    return {
        "text": text,
        "sms": f"sms:?&body={quote(text)}",
        "mail": f"mailto:?subject={quote(subject)}&body={quote(text)}",
    }


def _short(text: str) -> str:
    """Enough of a text for a search engine, ended at a word."""
    if len(text) <= LONGEST_DESCRIPTION:
        return text
    return text[:LONGEST_DESCRIPTION].rsplit(" ", 1)[0] + "…"
