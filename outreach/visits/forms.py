"""What people type when they plan a day of visits, stand at a gate, or see to a promise."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from flask import request
from flask_login import current_user
from flask_wtf.file import FileField
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from outreach import lists, web
from outreach.campaigns.files.sniffing import WEBP, Taken, take_in
from outreach.fields import DAY_NEEDED, DayField, choices
from outreach.i18n import gettext as _
from outreach.i18n import lazy_gettext as _l
from outreach.refusals import Refused
from outreach.visits import rules
from outreach.visits.models import VisitStop


def _id(text: Any) -> int | None:
    """A choice's id; what is none of ours is no choice."""
    return lists.number({"id": str(text or "")}, "id")


class DayForm(web.Form):
    """A day of visits to be."""

    title = StringField(
        _l("Tên chuyến đi"), [DataRequired(_l("Anh/Chị đặt tên cho chuyến đi.")), Length(max=300)]
    )
    day = DayField(_l("Ngày đi"), [DAY_NEEDED])
    zone_id = SelectField(_l("Khu, cụm"), coerce=_id, choices=[], validate_choice=False)
    team = StringField(_l("Người đi"), [Optional(), Length(max=300)])

    def offer(self, zones: Sequence[tuple[int, str]]) -> "DayForm":
        """The zones to choose from."""
        self.zone_id.choices = choices({"": _l("Nhiều khu"), **dict(zones)})
        return self

    def values(self) -> dict[str, Any]:
        """As the actions take them."""
        return {
            "title": self.title.data, "day": self.day.data, "zone_id": self.zone_id.data or None,
            "team": self.team.data,
        }  # fmt: skip


class AddForm(web.Form):
    """Businesses ticked for a route, each with the reason it was offered for."""

    def ticked(self) -> list[int]:
        """Their ids, each once, in the order of the page."""
        read = (_id(text) for text in request.form.getlist("business")[: 2 * rules.LARGEST_ROUTE])
        return list(dict.fromkeys(number for number in read if number))


class MoveForm(web.Form):
    """Where a stop goes: a day that is planned."""

    to = RadioField(_l("Chuyển sang"), choices=[], validate_choice=False)

    def offer(self, days: Sequence[tuple[str, str]]) -> "MoveForm":
        """The days to choose from: (id, words)."""
        self.to.choices = choices(dict(days))
        return self


class Photo(NamedTuple):
    """A photo as it will be kept, without where it was taken; or why there is none."""

    taken: Taken | None = None
    name: str = ""
    fault: str | None = None


def sent_photo() -> Photo:
    """What was sent as a photo. Read before the database is asked for anything: nobody waits for it."""
    sent = request.files.get("photo")
    if sent is None or not sent.filename:
        return Photo()
    try:
        taken = take_in(sent.stream)
    except Refused as refusal:
        return Photo(fault=str(refusal))
    if taken.mime != WEBP:
        return Photo(fault=_("Chỉ nhận ảnh ở đây; tệp khác Anh/Chị thêm ở trang minh chứng."))
    return Photo(taken, sent.filename)


class PromiseRow(NamedTuple):
    """The fields of one promise."""

    number: int
    text: Any
    due: Any
    owner: Any


class StopForm(web.Form):
    """What came of a stop: made for a thumb at a factory gate.

    `client_id` is this form's own, so that it may be sent as often as the Wi-Fi needs. `seen`: when the stop
    had been recorded as far as this form knows.
    """

    outcome = RadioField(_l("Kết quả"), choices=choices(rules.ASKED), validate_choice=False)
    met = StringField(_l("Đã gặp ai"), [Optional(), Length(max=300)])
    note = TextAreaField(_l("Ghi chú"), [Optional(), Length(max=rules.LONGEST_NOTE)])
    photo = FileField(_l("Ảnh"))
    client_id = StringField(validators=[Length(max=64)])
    seen = StringField(validators=[Length(max=40)])

    @classmethod
    def of(cls, stop: VisitStop) -> "StopForm":
        """With what is recorded already, or with what was typed."""
        form = cls(
            outcome=stop.outcome if stop.outcome in rules.ASKED else None, met=stop.met, note=stop.note,
            client_id=secrets.token_urlsafe(16),
            seen=stop.recorded_at.isoformat() if stop.recorded_at else "",
        )  # fmt: skip
        if not form.is_submitted():
            form.chosen_procedures, form.chosen_barriers = list(stop.procedures), list(stop.barriers)
        return form

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sent = request.form
        read = (_id(text) for text in sent.getlist("procedure")[:50])
        self.chosen_procedures = list(dict.fromkeys(number for number in read if number))
        self.chosen_barriers = rules.known_barriers(sent.getlist("barrier"))

    def offer(self, people: Sequence[tuple[int, str]]) -> "StopForm":
        """Who can take a promise on; whoever fills the form in, unless somebody else is chosen."""
        for row in self.rows:
            row.owner.choices = choices(dict(people))
            row.owner.data = row.owner.data or current_user.id
        return self

    @property
    def rows(self) -> list[PromiseRow]:
        """The fields of the promises, row by row."""
        return [
            PromiseRow(number + 1, *(self[f"{name}_{number}"] for name in ("promise", "due", "owner")))
            for number in range(rules.PROMISES_AT_ONCE)
        ]

    def promises(self) -> list[rules.Promised]:
        """The promises made; what is missing of one is said beside it."""
        made = []
        for row in self.rows:
            if row.text.data and row.due.data is None and not row.due.errors:
                self.refuse(_("Anh/Chị ghi hạn của cam kết này."), row.due.name)
            elif row.due.data and not row.text.data:
                self.refuse(_("Anh/Chị ghi rõ hứa việc gì."), row.text.name)
            elif row.text.data and row.due.data:
                made.append(rules.Promised(row.text.data, row.due.data, row.owner.data))
        return made

    def recorded(self) -> rules.Recorded:
        """As the action takes it; look at `errors` before it is used."""
        return rules.Recorded(
            self.outcome.data or "", self.met.data, self.chosen_procedures, self.chosen_barriers,
            self.note.data, self.promises(),
        )  # fmt: skip

    def seen_at(self) -> datetime | None:
        """When the stop had been recorded, as this form knows; None: not yet."""
        try:
            at = datetime.fromisoformat(self.seen.data or "")
        except ValueError:
            return None
        return at if at.tzinfo else None


for _number in range(rules.PROMISES_AT_ONCE):
    setattr(
        StopForm,
        f"promise_{_number}",
        StringField(_l("Hứa việc gì"), [Optional(), Length(max=rules.LONGEST_TEXT)]),
    )
    setattr(StopForm, f"due_{_number}", DayField(_l("Hạn"), [Optional()]))
    setattr(
        StopForm,
        f"owner_{_number}",
        SelectField(_l("Người phụ trách"), coerce=_id, choices=[], validate_choice=False),
    )


class PromiseForm(web.Form):
    """What is said when a promise is closed or opened again."""

    outcome = TextAreaField(_l("Đã làm gì, hoặc vì sao không làm được"), [Length(max=1000)])
    why = StringField(_l("Vì sao mở lại"), [Length(max=500)])


class OwnerForm(web.Form):
    """Who sees to a promise."""

    owner_id = SelectField(_l("Giao cho"), coerce=_id, choices=[], validate_choice=False)

    def offer(self, people: Sequence[tuple[int, str]]) -> "OwnerForm":
        """Those who can."""
        self.owner_id.choices = choices(dict(people))
        return self


class DueForm(web.Form):
    """Another day for a promise, and why."""

    due_on = DayField(_l("Hạn mới"), [DAY_NEEDED])
    why = StringField(_l("Vì sao đổi hạn"), [Length(max=500)])


class NewPromiseForm(web.Form):
    """A promise made on another occasion than a visit."""

    text = TextAreaField(
        _l("Hứa việc gì"),
        [DataRequired(_l("Anh/Chị ghi rõ hứa việc gì.")), Length(max=rules.LONGEST_TEXT)],
    )
    due_on = DayField(_l("Hạn"), [DAY_NEEDED])
    owner_id = SelectField(_l("Người phụ trách"), coerce=_id, choices=[], validate_choice=False)

    def offer(self, people: Sequence[tuple[int, str]]) -> "NewPromiseForm":
        """Those who can."""
        self.owner_id.choices = choices(dict(people))
        return self
