"""What is pasted in, and what a clerk decides about it."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from outreach import clock
from outreach.fields import DAY_NEEDED, DayField
from outreach.i18n import lazy_gettext as _l
from outreach.web import Form
from outreach.zalo.actions.choosing import Choices
from outreach.zalo.queries import pastes
from outreach.zalo.rules.lines import OUT, STAFF_SAID, UNDECIDED, Line

LONGEST_NAME = 200
_PLACED = re.compile(r"(to|procedure)-([0-9]{1,4})")
LARGEST = 2**31 - 1


class PasteForm(Form):
    """A chat as it was copied."""

    group = StringField(
        _l("Tên nhóm hoặc cuộc trò chuyện trên Zalo"),
        validators=[
            DataRequired(_l("Anh/Chị ghi tên nhóm hoặc người trò chuyện.")),
            Length(max=LONGEST_NAME, message=_l("Tối đa 200 ký tự.")),
        ],
    )
    day = DayField(_l("Ngày chép"), validators=[DAY_NEEDED], default=clock.today)
    text = TextAreaField(
        _l("Nội dung đã chép"),
        validators=[DataRequired(_l("Anh/Chị dán nội dung chép từ Zalo vào đây."))],
        render_kw={"rows": 14, "spellcheck": "false"},
    )


class DayForm(Form):
    """The day on which it was copied, said anew."""

    day = DayField(_l("Ngày chép"), validators=[DAY_NEEDED])


class Typed(NamedTuple):
    """What came with the preview: decisions, names of businesses as typed, and those nobody understands."""

    choices: Choices
    words: dict[str, str]  # person → typed name of a business
    several: dict[str, list[pastes.Meant]]  # person → what the words may mean; none: not found


def people_of(lines: Sequence[Line]) -> list[str]:
    """The names in a paste, as they first appear; their places are the numbers of their fields."""
    return list(dict.fromkeys(line.person for line in lines))


def typed(sent: Mapping[str, str], ticked: Sequence[str], lines: Sequence[Line]) -> Typed:
    """What a clerk decided. Values nobody could have chosen count as undecided."""
    who, words = {}, {}
    several: dict[str, list[pastes.Meant]] = {}
    for number, name in enumerate(people_of(lines)):
        who[name] = _allowed(sent.get(f"who-{number}", ""))
        words[name] = sent.get(f"name-{number}", "").replace("\x00", "").strip()[:LONGEST_NAME]
        if words[name] and who[name] == UNDECIDED:
            meant = pastes.candidates(words[name])
            if len(meant) == 1:
                who[name], words[name] = str(meant[0].id), ""
            else:
                several[name] = meant
    there = pastes.named([int(choice) for choice in who.values() if choice.isdecimal()])
    for name, choice in who.items():
        if choice.isdecimal() and int(choice) not in there:
            who[name] = UNDECIDED
    placed: dict[str, dict[int, int | None]] = {"to": {}, "procedure": {}}
    for field, value in sent.items():
        if match := _PLACED.fullmatch(field):
            placed[match[1]][int(match[2])] = _number(value)
    out = frozenset(int(place) for place in ticked if place.isdecimal() and len(place) < 5)
    to = {place: business for place, business in placed["to"].items() if business is not None}
    return Typed(Choices(who, out, to, placed["procedure"]), words, several)


def _allowed(choice: str) -> str:
    if choice in (OUT, STAFF_SAID):
        return choice
    return str(number) if (number := _number(choice)) is not None else UNDECIDED


def _number(text: str) -> int | None:
    fits = text.isascii() and text.isdecimal() and len(text) < 11
    return int(text) if fits and int(text) <= LARGEST else None
