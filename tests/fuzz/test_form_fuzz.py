"""Every form with every field it knows, fed with what nobody should send."""

import itertools
import re
from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from flask import Flask

from outreach.accounts.models import Role
from tests import factories, world
from tests.fuzz.asking import Noted, ask, path_of, rules_with, signed_in
from tests.fuzz.good import good_values
from tests.fuzz.hostile import PART, hostile

FORM = "application/x-www-form-urlencoded"
# What is refused even so, or answered without going on.
STAYS = {
    "trainings.follow_up": "everybody in the small world has come",
    "trainings.revoke_feed": "the address is another person's",
    "accounts.change_password": "the current password is not known here",
    "accounts.sign_in": "",
    "accounts.end_session": "the session is another person's",
    "accounts.enter_demo": "this is no demo",
    "campaigns.add_file": "files have their own tests",
    "campaigns.delete": "somebody is on its list",
    "catalogue.redo": "the reasons are those of the dossier's own procedure",
    "campaigns.draw": "its lot is drawn",
    "campaigns.paste": "what it means is shown first",
    "campaigns.undo": "long ago",
    "campaigns.unlist_batch": "long ago",
    "campaigns.upload": "files are below",
    "desks.desk_business": "its business reads it already",
    "desks.rehearsal_phone": "this is no demo",
    "desks.desk_complaint": "no message is ticked",
    "desks.desk_merge": "there is no other conversation",
    "desks.desk_split": "no message is ticked",
    "dossiers.import_upload": "files are below",
    "helpdesk.complaint_end": "nobody has taken it",
    "helpdesk.rate": "the conversation is open",
    "helpdesk.take_back": "it is another person's message",
    "helpdesk.upload": "files have their own tests",
    "leaflets.delete_batch": "copies are handed out",
    "leaflets.keep": "nothing warns of its batch",
    "tutorials.attach_report": "whom it belongs to is chosen from a search",
    "tutorials.create": "its address and procedure must be free",
    "tutorials.edit_facts": "it carries a mark of what its author saw",
    "tutorials.edit_questions": "it carries a mark of what its author saw",
    "tutorials.publish": "the version is published",
    "tutorials.review": "the version is published",
    "tutorials.tutorial_pictures": "pictures have their own tests",
    "tutorials.withdraw": "it carries the edition its author saw",
    "answers.answer_edit": "it carries a mark of what its author saw",
    "answers.reply_edit": "it carries a mark of what its author saw",
    "zalo.come_back": "nobody has begun to connect",
    "zalo.connect": "no account is configured",
}


def one_of_each(names: set[str]) -> list[str]:
    """Of fields that differ in a number alone, such as the rows of a table, the first."""
    first: dict[str, str] = {}
    for name in sorted(names):
        first.setdefault(re.sub(r"\d+", "#", name), name)
    return sorted(first.values())


def sender(
    app: Flask, noted: Noted, cookie: str, url: str, good: dict[str, str]
) -> Callable[[dict[str, str]], int]:
    """Sends a form whose fields are good but for those that are given, each as it stands in the body."""

    def send(fed: dict[str, str]) -> int:
        noted.forget()
        others = urlencode({name: value for name, value in good.items() if name not in fed})
        body = "&".join([others, *fed.values()])
        return ask(app, cookie, url, method="POST", data=body, content_type=FORM)

    return send


def feed(fields: list[str], noted: Noted, send: Callable[[dict[str, str]], int]) -> None:
    """Every value for the first of one or two fields; else every third in turn, so that a form gets them all.

    Many are sent at once, each field its own; then without those that their own field refuses, so that the
    others go on as far as they can; and where they are stopped even so, each of them alone.
    """
    if len(fields) < 3:
        for place, name in enumerate(fields):
            for value in itertools.islice(hostile(name), place, None, 3 if place else 1):
                send({name: value})
        return
    thirds = [list(itertools.islice(hostile(name), place % 3, None, 3)) for place, name in enumerate(fields)]
    for turn in range(len(thirds[0])):
        fed = {name: thirds[place][(turn + place) % len(thirds[place])] for place, name in enumerate(fields)}
        status = send(fed)
        if noted.refused & fed.keys():
            fed = {name: value for name, value in fed.items() if name not in noted.refused}
            status = send(fed) if fed else 422
        if status >= 400 and len(fed) > 1:
            for name, value in fed.items():
                send({name: value})


@pytest.mark.parametrize("part", range(4))
@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.BUSINESS])
def test_form_fields(
    app: Flask, noted: Noted, small_world: Callable[[], world.World], role: Role, part: int
) -> None:
    stayed = set()
    met: set[str] = set()
    for rule in rules_with(app, "POST")[part::4]:
        made = small_world()
        made.foreign["zone_id"] = factories.zone().id
        factories.business()  # nobody has invited or reached this one
        url, cookie = path_of(app, rule, made), signed_in(app, role, made)
        names: set[str] = set()
        arguments: set[str] = set()
        said = set()
        for _ in range(3):  # fields that are asked for only once others are there
            noted.forget()
            known = set(names)
            data = {**good_values(rule, made, names), "": ""}
            said.add(ask(app, cookie, url, method="POST", data=data))
            names |= noted.fields
            arguments |= noted.arguments
            if names == known:
                break
        if 403 in said:
            continue
        if not said & {200, 303}:
            stayed.add(rule.endpoint)
        good = good_values(rule, made, names)
        fields = one_of_each(names)
        feed(fields, noted, sender(app, noted, cookie, url, good))
        for name in fields:
            ask(app, cookie, url, method="POST", headers=PART, data={**good, name: "a\x00b"})
        for place, name in enumerate(sorted(arguments)):
            # Pages are given all values; many forms have the same arguments, those of the list around them.
            step = 12 if name in met else 3
            for query in itertools.islice(hostile(name), place % step, None, step):
                ask(app, cookie, f"{url}?{query}", method="POST", data=good)
        met |= arguments
    refused = sorted(stayed - set(STAYS))
    assert not refused, f"refused before they are put to the test: {', '.join(refused)}"
