"""What people type about saved replies and answers."""

from typing import Any

from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from outreach import web
from outreach.answers import rules
from outreach.answers.rules import ANSWER_KINDS, LANGUAGES
from outreach.fields import choices
from outreach.i18n import gettext as _
from outreach.i18n import lazy_gettext as _l

ANY_STEP = ""  # of a guide as a whole


class ReplyForm(web.Form):
    """A reply to be used again; `seen` is the mark of what its editor was shown."""

    seen = HiddenField()
    title = StringField(
        _l("Tên để tìm"),
        validators=[
            InputRequired(_l("Anh/Chị đặt tên cho câu trả lời.")),
            Length(max=120, message=_l("Tối đa 120 ký tự.")),
        ],
    )
    text = TextAreaField(
        _l("Nội dung trả lời"),
        validators=[
            InputRequired(_l("Anh/Chị viết câu trả lời.")),
            Length(max=4_000, message=_l("Tối đa 4.000 ký tự.")),
        ],
        render_kw={"rows": 8},
    )
    procedure = StringField(
        _l("Thủ tục"), validators=[Length(max=500, message=_l("Tối đa 500 ký tự."))],
        render_kw={"list": "procedures-known", "autocomplete": "off"},
    )  # fmt: skip
    bases = TextAreaField(_l("Căn cứ pháp lý"), render_kw={"rows": 2})


class AnswerForm(web.Form):
    """A question with its answer, where it will stand, and what it rests on."""

    seen = HiddenField()
    source = HiddenField()
    question = TextAreaField(
        _l("Câu hỏi"),
        validators=[
            InputRequired(_l("Anh/Chị viết câu hỏi.")),
            Length(max=rules.LONGEST_QUESTION, message=_l("Tối đa 300 ký tự.")),
        ],
        render_kw={"rows": 2},
    )
    answer = TextAreaField(
        _l("Câu trả lời"),
        validators=[
            InputRequired(_l("Anh/Chị viết câu trả lời.")),
            Length(max=rules.LONGEST_ANSWER, message=_l("Tối đa 6.000 ký tự.")),
        ],
        render_kw={"rows": 8},
    )
    kind = RadioField(_l("Đăng ở đâu"), choices=choices(ANSWER_KINDS), default=rules.ENTRY)
    language = SelectField(_l("Ngôn ngữ"), choices=choices(LANGUAGES), default="vi")
    procedure = StringField(
        _l("Thủ tục"), validators=[Length(max=500, message=_l("Tối đa 500 ký tự."))],
        render_kw={"list": "procedures-known", "autocomplete": "off"},
    )  # fmt: skip
    step = SelectField(_l("Bước của bài hướng dẫn"), default="", validate_choice=False)
    bases = TextAreaField(_l("Căn cứ pháp lý"), render_kw={"rows": 3})
    needs_no_basis = BooleanField(
        _l("Không cần căn cứ"), description=_l("Câu trả lời chỉ nói cách bấm, cách dùng Cổng.")
    )

    def offer(self, guides: list[tuple[str, str, list[tuple[str, str]]]]) -> None:
        """The steps to choose from: (slug, title, [(key, title)]) of each guide."""
        listed: dict[str, Any] = {"": [("", _("(không thuộc bước nào)"))]}
        for slug, title, steps in guides:
            whole = (f"{slug}/{ANY_STEP}", _("Cả bài: %(title)s", title=title))
            listed[title] = [whole, *((f"{slug}/{key}", name) for key, name in steps)]
        self.step.choices = listed


class WithdrawForm(web.Form):
    """Why something is taken off."""

    because = StringField(
        _l("Lý do gỡ"),
        validators=[
            InputRequired(_l("Anh/Chị ghi lý do gỡ.")),
            Length(max=rules.LONGEST_REASON, message=_l("Tối đa 300 ký tự.")),
        ],
    )
