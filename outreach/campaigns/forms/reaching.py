"""What people type about who was reached, and about whom an intervention is meant for."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import request
from flask_wtf.file import FileField
from wtforms import BooleanField, RadioField, SelectField, StringField, SubmitField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from outreach import clock, lists, web
from outreach.businesses.rules import BusinessName
from outreach.campaigns import rules
from outreach.campaigns.models import Intervention
from outreach.campaigns.rules import lots
from outreach.campaigns.rules.matching import Match
from outreach.campaigns.rules.pasted import MOST_LINES, MOST_PEOPLE, Line, read_lines
from outreach.fields import DAY_NEEDED, CountField, DayField, Needed, choices
from outreach.i18n import gettext as _
from outreach.i18n import lazy_gettext as _l
from outreach.i18n import show_number


class ReachForm(web.Form):
    """When and how the businesses on a list were reached; what a type does not need is left out."""

    day = DayField(_l("Ngày"), [DAY_NEEDED])
    how = SelectField(_l("Cách tiếp cận"), choices=choices(rules.PROOFS))
    offered = RadioField(
        _l("Ai chủ động"),
        choices=choices({"yes": _l("Cán bộ đến với doanh nghiệp"), "no": _l("Doanh nghiệp tự tìm đến")}),
    )

    def __init__(self, intervention: Intervention, day: date | None = None, **values: Any) -> None:
        offered = "yes" if rules.is_offered(intervention.type, None) else "no"
        usual = rules.USUAL_PROOFS.get(intervention.type, rules.UNKNOWN_PROOF)
        day = day or usual_day(intervention)
        super().__init__(data={"day": day, "how": usual, "offered": offered}, **values)
        self.intervention = intervention
        self.usual_day = day
        if intervention.type == rules.TRAINING:
            del self.how, self.offered
            if intervention.ends_on in (None, intervention.held_on):
                del self.day
        elif intervention.type in rules.SELF_SELECTED:
            del self.offered

    def validate_day(self, field: DayField) -> None:
        """Nobody was reached before it began."""
        if field.data and field.data < self.intervention.held_on:
            raise ValidationError(
                _("Hoạt động bắt đầu ngày %(day)s, không thể tiếp cận trước ngày đó.",
                  day=f"{self.intervention.held_on:%d/%m/%Y}")
            )  # fmt: skip

    def chosen_day(self) -> date:
        """The day the list is for."""
        day = self._fields["day"].data if "day" in self._fields else None
        return day or self.usual_day

    def occasion(self) -> rules.Occasion:
        """The day and the way that the form says."""
        fields = self._fields
        how = fields["how"].data if "how" in fields else "attended"
        offered = "offered" not in fields or fields["offered"].data == "yes"
        return rules.Occasion(self.chosen_day(), how, offered)


class RollForm(ReachForm):
    """The tick list: which businesses are ticked now, and which were when the page was made.

    Only differences between the two are carried out, so two clerks at one list do not undo each other.
    """

    def ticked(self) -> dict[int, str]:
        """Business → people as typed, of every ticked row."""
        ids = map(read_id, request.form.getlist("present"))
        return {id: request.form.get(f"people-{id}", "1").strip() for id in ids if id}

    def was(self) -> dict[int, str]:
        """Business → people as they stood on the page."""
        pairs = (text.partition(":") for text in request.form.getlist("was"))
        return {id: people for text, _, people in pairs if (id := read_id(text))}

    def changed(self) -> dict[int, str]:
        """Rows newly ticked, or whose number of people was changed."""
        was = self.was()
        return {id: people for id, people in self.ticked().items() if was.get(id) != people}

    def removed(self) -> list[int]:
        """Rows whose tick was taken away."""
        ticked = self.ticked()
        return [id for id in self.was() if id not in ticked]

    def validate(self, *arguments: Any, **values: Any) -> bool:
        """Also every number of people."""
        good = super().validate(*arguments, **values)
        wrong = [people for people in self.ticked().values() if read_people(people) is None]
        for people in dict.fromkeys(wrong):
            self.refuse(
                _("Số người “%(text)s” chưa đúng; cần số từ 1 đến %(most)s.",
                  text=people[:40], most=show_number(MOST_PEOPLE))
            )  # fmt: skip
        return bool(good and not wrong)


class PasteForm(ReachForm):
    """A pasted list; the buttons say whether to look at it or to record it."""

    text = TextAreaField(
        _l("Danh sách"), [DataRequired(_l("Anh/Chị dán danh sách vào ô này.")), Length(max=200_000)]
    )
    look = SubmitField(_l("Xem thử"))
    confirm = SubmitField(_l("Ghi vào danh sách"))

    def validate_text(self, field: TextAreaField) -> None:
        """Something must be read, and not endlessly much."""
        if fault := length_fault(self.lines()):
            raise ValidationError(fault)

    def lines(self) -> list[Line]:
        """The list as read."""
        return read_lines(self.text.data or "")

    def choice(self, match: Match) -> str | None:
        """What was chosen for a line that is not sure: a business id, 'new', 'skip', or nothing yet."""
        chosen = request.form.get(f"choice-{match.key}")
        possible = {"new", "skip", *(str(known.id) for known in match.candidates)}
        return chosen if chosen in possible else None

    def decided(self, matches: Sequence[Match]) -> bool:
        """Whether every line that is not sure has been decided; says what is missing otherwise."""
        waiting = {match.key for match in matches if not match.business and not self.choice(match)}
        if waiting:
            self.refuse(
                _("Còn %(number)s dòng cần Anh/Chị chọn doanh nghiệp trước khi ghi.", number=len(waiting))
            )
        return not waiting

    def take(self, upload: "UploadForm", text: str) -> None:
        """Carry over what was chosen beside a file, with the file's rows as text."""
        self.text.data = text
        for name in ("day", "how", "offered"):
            if name in self._fields:
                self._fields[name].data = upload[name].data

    def people(self, matches: Sequence[Match]) -> tuple[dict[int, int], dict[BusinessName, int]]:
        """How many people of which known business, and of which new one; several lines of one add up."""
        known: Counter[int] = Counter()
        new: Counter[BusinessName] = Counter()
        for match in matches:
            choice = str(match.business.id) if match.business else self.choice(match)
            if choice == "new":
                new[BusinessName(tax_code=match.line.tax_code, name=match.line.name)] += match.line.people
            elif choice and choice != "skip":
                known[int(choice)] += match.line.people
        return {id: min(number, MOST_PEOPLE) for id, number in known.items()}, dict(new)


class UploadForm(ReachForm):
    """A file with a column of tax codes, own codes or names."""

    file = FileField(_l("Tệp Excel (.xlsx, .xls) hoặc CSV"), [InputRequired(_l("Anh/Chị chọn một tệp."))])

    def readable(self, lines: Sequence[str]) -> bool:
        """Whether the file gave lines to look at; says beside the file what is wrong otherwise."""
        fault = length_fault(lines)
        if fault and not self.errors:
            self.refuse(fault, "file")
        return not fault


class ListForm(web.Form):
    """Businesses for a list: those ticked, or with the button `all_found` all that were found."""

    reason = StringField(_l("Lý do mời"), [Optional(), Length(max=lists.LONGEST)])
    all_found = SubmitField(_l("Thêm tất cả"))

    def chosen(self) -> list[int]:
        """The businesses ticked."""
        return [id for text in request.form.getlist("business") if (id := read_id(text))]


class LotForm(web.Form):
    """What a lot needs: how many seats, a seed if the room has one, who looks on, and a last yes."""

    seats = CountField(_l("Số chỗ"), [Needed(_l("Anh/Chị điền số doanh nghiệp mời được."))])
    seed = StringField(_l("Dãy số bốc thăm"), [Optional(), Length(max=lots.LONGEST_SEED)])
    witnesses = TextAreaField(_l("Người chứng kiến"), [Optional(), Length(max=1000)])
    sure = BooleanField(
        _l("Danh sách đã đúng"),
        [DataRequired(_l("Anh/Chị xác nhận danh sách đã đúng: bốc thăm rồi thì không đổi được nữa."))],
    )

    def validate_seats(self, field: CountField) -> None:
        """No room is larger."""
        if field.data and field.data > lots.MOST_SEATS:
            raise ValidationError(_("Tối đa %(most)s chỗ.", most=show_number(lots.MOST_SEATS)))


def usual_day(intervention: Intervention) -> date:
    """Today while something lasts, else the day it was held."""
    today = clock.today()
    lasts = intervention.held_on <= today <= (intervention.ends_on or intervention.held_on)
    return today if lasts else intervention.held_on


def length_fault(lines: Sequence[Any]) -> str | None:
    """What is wrong with how much a list holds; None when nothing is."""
    if not lines:
        return str(_("Không đọc được dòng nào có mã số thuế hoặc tên doanh nghiệp."))
    if len(lines) > MOST_LINES:
        most = show_number(MOST_LINES)
        return str(_("Mỗi lần nhận tối đa %(most)s dòng; Anh/Chị chia thành nhiều lần.", most=most))
    return None


def read_id(text: str) -> int | None:
    """The id of a row; None for what is no number, or too large for any row."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None


def read_people(text: str) -> int | None:
    """A number of people from 1 to 9999; None for everything else."""
    if not (text.isascii() and text.isdigit() and len(text) <= 4):
        return None
    return int(text) or None
