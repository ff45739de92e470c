"""What authors type: a new tutorial, a version's facts, one step, the check questions, a picture."""

import re
from typing import Any

from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from outreach import web
from outreach.fields import DayField, choices
from outreach.i18n import gettext as _
from outreach.i18n import lazy_gettext as _l
from outreach.i18n import show_date
from outreach.lists import LARGEST
from outreach.refusals import Refused
from outreach.sheets.cells import CellFault
from outreach.sheets.values import parse_date
from outreach.text import nfc, squeeze
from outreach.tutorials.rules import DEVICES, SYSTEMS, WHO, Content, Option, Question, Source, Step
from outreach.tutorials.rules.authoring import MANY_QUESTIONS, PRACTICE_STEPS
from outreach.tutorials.rules.contents import MOST_OPTIONS, MOST_QUESTIONS

USUAL_OPTIONS = 4
_SHORT = Length(max=200, message=_l("Tối đa 200 ký tự."))
_LONG = Length(max=20_000, message=_l("Tối đa 20.000 ký tự."))


def _one_line(text: Any) -> Any:
    return squeeze(text) if isinstance(text, str) else text


def _lines(text: Any) -> Any:
    """Line ends as they are kept: browsers send two characters."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if isinstance(text, str) else text


def _line(label: Any, *needed: Any) -> StringField:
    return StringField(label, validators=[*(needed or (Optional(),)), _SHORT], filters=[_one_line])


def _text(label: Any, *needed: Any) -> TextAreaField:
    return TextAreaField(label, validators=[*(needed or (Optional(),)), _LONG], filters=[_lines])


def _bare(label: Any) -> StringField:
    """Among many that may all stay empty."""
    return StringField(label, validators=[_SHORT], filters=[_one_line])


def _bare_text(label: Any) -> TextAreaField:
    return TextAreaField(label, validators=[_LONG], filters=[_lines])


class TutorialForm(web.Form):
    """A new tutorial: of a procedure, or general; its first draft begins with one step."""

    title = _line(_l("Tên bài"), DataRequired(_l("Anh/Chị ghi tên bài hướng dẫn.")))
    slug = _line(_l("Địa chỉ"))
    procedure = _line(_l("Thủ tục"))
    summary = _text(_l("Tóm tắt"), DataRequired(_l("Anh/Chị ghi một, hai câu bài này giúp làm gì.")))
    system = SelectField(_l("Nộp tại"), choices=choices(SYSTEMS), default="national")
    portal = _line(_l("Tên Cổng hoặc hệ thống"), DataRequired(_l("Anh/Chị ghi tên Cổng.")))
    part = _line(_l("Tên phần đầu tiên"), DataRequired(_l("Anh/Chị ghi tên phần đầu tiên.")))
    step = _line(_l("Tên bước đầu tiên"), DataRequired(_l("Anh/Chị ghi tên bước đầu tiên.")))


def _row_id(written: Any) -> int:
    """The id of a row; ValueError for what no row can have."""
    number = int(written)
    if number > LARGEST:
        raise ValueError(number)
    return number


class FactsForm(web.Form):
    """Everything of a version but its steps and questions; `seen` is the mark of what the author saw."""

    seen = HiddenField()
    title = _line(_l("Tên bài"), DataRequired(_l("Anh/Chị ghi tên bài hướng dẫn.")))
    title_en = _line(_l("Tên bài (tiếng Anh)"))
    summary = _text(_l("Tóm tắt"), DataRequired(_l("Anh/Chị ghi một, hai câu bài này giúp làm gì.")))
    summary_en = _text(_l("Tóm tắt (tiếng Anh)"))
    prepare = _text(_l("Cần có sẵn"))
    prepare_en = _text(_l("Cần có sẵn (tiếng Anh)"))
    system = SelectField(_l("Nộp tại"), choices=choices(SYSTEMS))
    portal = _line(_l("Tên Cổng hoặc hệ thống"), DataRequired(_l("Anh/Chị ghi tên Cổng.")))
    portal_version = _line(_l("Phiên bản, giao diện của Cổng"))
    checked_on = DayField(_l("Đối chiếu với Cổng ngày"), validators=[Optional()])
    checked_by = _line(_l("Người đối chiếu"))
    valid_from = DayField(_l("Áp dụng từ ngày"), validators=[Optional()])
    valid_to = DayField(_l("Áp dụng đến hết ngày"), validators=[Optional()])
    cites = SelectMultipleField(
        _l("Văn bản làm căn cứ"),
        coerce=_row_id,
        validate_choice=False,
        widget=ListWidget(),
        option_widget=CheckboxInput(),
    )
    add_document = _line(_l("Thêm văn bản theo số"))
    sources = _text(_l("Nguồn của các thông tin trong bài"))
    change_note = _text(_l("Có gì mới so với bản trước"))

    def facts(self) -> dict[str, Any]:
        """As fields of rules.Content. Refused when a source cannot be read."""
        names = [name for name in self._fields if name in Content.__dataclass_fields__]
        kept = ("title", "summary", "prepare", "system", "portal")
        said = {name: self[name].data or ("" if name in kept else None) for name in names}
        return {**said, "sources": tuple(read_sources(self.sources.data or ""))}


def read_sources(text: str) -> list[Source]:
    """One source a line: words | https://… | day seen; the last two may be missing."""
    found = []
    for line in filter(str.strip, text.splitlines()):
        words, *rest = [part.strip() for part in line.split("|")]
        urls = [part for part in rest if part.startswith("https://")]
        days = [part for part in rest if part and part not in urls]
        try:
            seen = parse_date(days[0]) if days else None
        except CellFault as fault:
            raise Refused(
                _("Nguồn “%(words)s”: %(fault)s", words=words, fault=str(fault)), "sources"
            ) from fault
        found.append(Source(text=words, url=urls[0] if urls else None, seen_on=seen))
    return found


def write_sources(sources: tuple[Source, ...]) -> str:
    """The same as lines."""
    parts = ((s.text, s.url, show_date(s.seen_on) if s.seen_on else None) for s in sources)
    return "\n".join(" | ".join(filter(None, line)) for line in parts)


class StepForm(web.Form):
    """One step; `seen` is the mark of the step as its author saw it. A picture is added to the text."""

    seen = HiddenField()
    part = _line(_l("Phần"), DataRequired(_l("Anh/Chị ghi tên phần.")))
    part_en = _line(_l("Phần (tiếng Anh)"))
    title = _line(_l("Tên bước"), DataRequired(_l("Anh/Chị ghi tên bước.")))
    title_en = _line(_l("Tên bước (tiếng Anh)"))
    who = SelectField(_l("Ai làm"), choices=choices(WHO), default="clerk")
    device = SelectField(_l("Trên thiết bị nào"), choices=choices(DEVICES), default="any")
    body = _text(_l("Nội dung"))
    body_en = _text(_l("Nội dung (tiếng Anh)"))
    see_now = _text(_l("Bây giờ Anh/Chị thấy"))
    see_now_en = _text(_l("Bây giờ Anh/Chị thấy (tiếng Anh)"))
    mistake = _text(_l("Lỗi hay gặp"))
    mistake_en = _text(_l("Lỗi hay gặp (tiếng Anh)"))
    practice_step = SelectField(
        _l("Bước tương ứng ở phòng thực hành"),
        choices=choices({"": _l("Không có"), **PRACTICE_STEPS}),
        default="",
    )
    picture = FileField(_l("Chèn ảnh vào nội dung"))
    picture_alt = _line(_l("Ảnh cho thấy gì (đọc cho người không nhìn được ảnh)"))

    def step(self, key: str) -> Step:
        """What was typed, as the step of a key."""
        kept = ("part", "title", "body", "who", "device")
        names = [name for name in Step.__dataclass_fields__ if name != "key"]
        said: dict[str, Any] = {name: self[name].data or ("" if name in kept else None) for name in names}
        return Step(key=key, **said)


class PictureForm(web.Form):
    """A picture for later."""

    picture = FileField(_l("Ảnh PNG, JPEG hoặc WebP"))


class ArrangeForm(web.Form):
    """A deed on one step of the list, as of an edition."""

    edition = HiddenField(validators=[DataRequired()])
    deed = HiddenField(validators=[DataRequired()])


class ReviewForm(web.Form):
    """An officer has held the version against the portal and the law."""

    edition = HiddenField()
    alone = BooleanField(
        _l("Chưa đồng nghiệp nào rà soát được; tôi tự rà soát bài mình viết và chịu trách nhiệm")
    )


class PublishForm(web.Form):
    """Show it to everybody."""

    edition = HiddenField()


class WithdrawForm(web.Form):
    """Take it off, with the reason."""

    edition = HiddenField()
    why = StringField(
        _l("Vì sao gỡ"),
        validators=[DataRequired(_l("Anh/Chị ghi lý do.")), Length(max=500)],
        filters=[_one_line],
    )


class QuestionsForm(web.Form):
    """Check questions in numbered fields; empty ones are left out. `seen` is the mark of what was there."""

    seen = HiddenField()

    def slots(self) -> int:
        """How many questions the page has room for."""
        written = [n for n in range(1, MOST_QUESTIONS + 1) if self[f"question_{n}"].data]
        return max([MANY_QUESTIONS, *written])

    def options(self, n: int) -> int:
        """How many options question `n` has room for."""
        written = [m for m in range(1, MOST_OPTIONS + 1) if self[f"option_{n}_{m}"].data]
        return max([USUAL_OPTIONS, *written])

    def fill(self, questions: tuple[Question, ...]) -> None:
        """Put questions into the fields."""
        for n, question in enumerate(questions, 1):
            for name in ("question", "question_en", "why", "why_en"):
                self[f"{name}_{n}"].data = getattr(question, name)
            self[f"right_{n}"].data = str(question.right + 1)
            for m, option in enumerate(question.options, 1):
                self[f"option_{n}_{m}"].data = option.text
                self[f"option_en_{n}_{m}"].data = option.text_en

    def questions(self) -> list[Question]:
        """What was typed; Refused says which question lacks what."""
        found = []
        for n in range(1, MOST_QUESTIONS + 1):
            options = self._options(n)
            if not options and not self[f"question_{n}"].data:
                continue
            found.append(self._question(n, options))
        return found

    def _options(self, n: int) -> dict[int, Option]:
        texts = {m: self[f"option_{n}_{m}"].data for m in range(1, MOST_OPTIONS + 1)}
        return {
            m: Option(text=text, text_en=self[f"option_en_{n}_{m}"].data or None)
            for m, text in texts.items()
            if text
        }

    def _question(self, n: int, options: dict[int, Option]) -> Question:
        right = self[f"right_{n}"].data
        if not self[f"question_{n}"].data:
            raise Refused(_("Câu %(n)s: Anh/Chị ghi câu hỏi.", n=n), f"question_{n}")
        if len(options) < 2:
            raise Refused(_("Câu %(n)s: cần ít nhất hai lựa chọn.", n=n), f"question_{n}")
        if right not in map(str, options):
            raise Refused(_("Câu %(n)s: chọn đáp án đúng trong các lựa chọn đã ghi.", n=n), f"question_{n}")
        return Question(
            question=self[f"question_{n}"].data, question_en=self[f"question_en_{n}"].data or None,
            options=tuple(options.values()), right=list(options).index(int(right)),
            why=self[f"why_{n}"].data or None, why_en=self[f"why_en_{n}"].data or None,
        )  # fmt: skip


for _n in range(1, MOST_QUESTIONS + 1):
    setattr(QuestionsForm, f"question_{_n}", _bare(_l("Câu hỏi %(n)s", n=_n)))
    setattr(QuestionsForm, f"question_en_{_n}", _bare(_l("Câu hỏi %(n)s (tiếng Anh)", n=_n)))
    setattr(QuestionsForm, f"why_{_n}", _bare_text(_l("Vì sao đúng")))
    setattr(QuestionsForm, f"why_en_{_n}", _bare_text(_l("Vì sao đúng (tiếng Anh)")))
    _places = choices({str(m): _l("Lựa chọn %(m)s", m=m) for m in range(1, MOST_OPTIONS + 1)})
    setattr(
        QuestionsForm, f"right_{_n}",
        RadioField(_l("Đáp án đúng của câu %(n)s", n=_n), choices=_places, validate_choice=False),
    )  # fmt: skip
    for _m in range(1, MOST_OPTIONS + 1):
        setattr(QuestionsForm, f"option_{_n}_{_m}", _bare(_l("Lựa chọn %(m)s", m=_m)))
        setattr(QuestionsForm, f"option_en_{_n}_{_m}", _bare(_l("Lựa chọn %(m)s (tiếng Anh)", m=_m)))


def markdown_of(public_id: str, alt: str, width: int, height: int) -> str:
    """How a picture is named in a text; brackets in its words would end them."""
    words = re.sub(r"[\[\]\\\n]", " ", nfc(alt)).strip()
    return f'![{words}](/huong-dan/anh/{public_id} "{width}x{height}")'
