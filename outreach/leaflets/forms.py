"""What officers type about leaflets: their words, an order, handing out, a recall."""

from typing import Any

from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from outreach import web
from outreach.fields import DAY_NEEDED, CountField, DayField, MoneyField, Needed
from outreach.i18n import gettext as _
from outreach.i18n import lazy_gettext as _l
from outreach.leaflets import rules
from outreach.leaflets.actions.batches import Order
from outreach.leaflets.models import Leaflet, LeafletBatch

_QUANTITY = NumberRange(
    min=1, max=rules.MOST_COPIES, message=_l("Từ 1 đến %(most)s tờ.", most=rules.MOST_COPIES)
)


def _at_most(name: str) -> Length:
    return Length(max=rules.LONGEST[name], message=_l("Tối đa %(most)s ký tự.", most=rules.LONGEST[name]))


class WordsForm(web.Form):
    """The words of a leaflet; lists are typed one to a line."""

    title = StringField(
        _l("Tên tờ rơi"), validators=[DataRequired(_l("Anh/Chị ghi tên tờ rơi.")), _at_most("title")]
    )
    opening = TextAreaField(
        _l("Dành cho ai, để làm gì"), validators=[Optional(), _at_most("opening")], render_kw={"rows": 2}
    )
    ready = TextAreaField(_l("Cần có sẵn"), validators=[Optional(), _at_most("ready")], render_kw={"rows": 6})
    steps = TextAreaField(
        _l("Các bước"), validators=[DataRequired(_l("Anh/Chị ghi ít nhất một bước.")), _at_most("steps")],
        render_kw={"rows": 8},
    )  # fmt: skip
    closing = TextAreaField(_l("Hỏi ai"), validators=[Optional(), _at_most("closing")], render_kw={"rows": 2})

    @classmethod
    def of(cls, leaflet: Leaflet) -> "WordsForm":
        """With what is kept."""
        return cls(
            title=leaflet.title, opening=leaflet.opening, ready="\n".join(leaflet.ready),
            steps="\n".join(leaflet.steps), closing=leaflet.closing,
        )  # fmt: skip

    def words(self, language: str) -> rules.Words:
        """As they stand in the fields, whether they may be saved or not."""
        return rules.Words(
            language, self.title.data or "", self.opening.data or None, rules.lines_of(self.ready.data or ""),
            rules.lines_of(self.steps.data or ""), self.closing.data or None,
        )  # fmt: skip


class OrderForm(web.Form):
    """How many, from whom, what it costs, when."""

    quantity = CountField(_l("Số tờ"), validators=[Needed(_l("Anh/Chị ghi số tờ.")), _QUANTITY])
    ordered_on = DayField(_l("Ngày đặt in"), validators=[DAY_NEEDED])
    printed_on = DayField(_l("Ngày in xong"), validators=[Optional()])
    printer = StringField(
        _l("Nơi in"), validators=[Optional(), Length(max=200, message=_l("Tối đa 200 ký tự."))]
    )
    cost_vnd = MoneyField(_l("Chi phí"), validators=[Optional()])

    def order(self) -> Order:
        """What is asked of the printer."""
        assert self.quantity.data is not None
        assert self.ordered_on.data is not None
        return Order(
            self.quantity.data, self.ordered_on.data, self.printed_on.data, self.printer.data or None,
            self.cost_vnd.data,
        )  # fmt: skip


class HandoutForm(web.Form):
    """One line of handing out; `client_id` is the form's own, so that sending it twice records one."""

    client_id = HiddenField(validators=[Length(max=64)])
    business = StringField(
        _l("Doanh nghiệp: tên hoặc mã số thuế"),
        validators=[Length(max=200, message=_l("Tối đa 200 ký tự."))],
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    place = StringField(
        _l("Hoặc nơi để lại, không ghi doanh nghiệp"),
        validators=[Length(max=200, message=_l("Tối đa 200 ký tự."))],
        render_kw={"autocomplete": "off"},
    )
    quantity = CountField(_l("Số tờ"), validators=[Needed(_l("Anh/Chị ghi số tờ.")), _QUANTITY])
    handed_on = DayField(_l("Ngày phát"), validators=[DAY_NEEDED])


class RecallForm(web.Form):
    """Why a batch is recalled, and how many came back from where: fields `back-<handout>`."""

    recalled_on = DayField(_l("Ngày thu hồi"), validators=[DAY_NEEDED])
    because = TextAreaField(
        _l("Vì sao thu hồi"),
        validators=[
            DataRequired(_l("Anh/Chị ghi vì sao thu hồi.")),
            Length(max=500, message=_l("Tối đa 500 ký tự.")),
        ],
        render_kw={"rows": 2},
    )

    def taken_back(self, typed: dict[int, str]) -> dict[int, int | None]:
        """The numbers typed by handout; what is no number is refused."""
        found: dict[int, int | None] = {}
        for handout_id, text in typed.items():
            digits = text.strip().replace(".", "").replace(",", "")
            if digits and not (digits.isascii() and digits.isdigit() and len(digits) <= 9):
                self.refuse(_("Số tờ thu lại “%(text)s” không phải là số.", text=text[:20]))
            else:
                found[handout_id] = int(digits) if digits else None
        return found


class KeepForm(web.Form):
    """Why copies may go on although something changed."""

    because = TextAreaField(
        _l("Vì sao không cần thu hồi"),
        validators=[
            DataRequired(_l("Anh/Chị ghi vì sao không cần thu hồi.")),
            Length(max=500, message=_l("Tối đa 500 ký tự.")),
        ],
        render_kw={"rows": 2},
    )


def order_form(batch: LeafletBatch | None, **given: Any) -> OrderForm:
    """With a batch's order, or with what is proposed for a new one."""
    return OrderForm(obj=batch) if batch is not None else OrderForm(**given)
