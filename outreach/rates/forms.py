"""What people choose on the pages of figures, and what they copy out of reports."""

from typing import Any

from wtforms import SelectField, StringField
from wtforms.validators import DataRequired, Length, Optional

from outreach import web
from outreach.dossiers.filters import WITHOUT_FILED_FOR
from outreach.fields import DAY_NEEDED, CountField, DayField, Needed, choices
from outreach.i18n import gettext as _
from outreach.i18n import lazy_gettext as _l
from outreach.rates import wording
from outreach.rates.rules.counting import Basis, Reading
from outreach.rates.rules.periods import Period, last_twelve_months, parse_day, parse_period
from outreach.refusals import Refused

_ASSISTANCE = {"": wording.ASSISTANCE[False], WITHOUT_FILED_FOR: wording.ASSISTANCE[True]}


class ReadingForm(web.Form):
    """Which dossiers a rate counts. A filter: sent by GET, without a token."""

    class Meta(web.Form.Meta):
        """Nothing is changed by it."""

        csrf = False

    basis = SelectField(_l("Căn cứ tính tỷ lệ"), choices=choices(wording.BASES))
    assistance = SelectField(_l("Hồ sơ nộp hộ"), choices=choices(_ASSISTANCE))

    @property
    def reading(self) -> Reading:
        """What was chosen; all received dossiers where nothing sensible was."""
        known = self.basis.data in set(Basis)
        basis = Basis(self.basis.data) if known else Basis.ALL
        return Reading(basis, self.assistance.data == WITHOUT_FILED_FOR)


class FiguresForm(ReadingForm):
    """A period by its name or by its days, and which dossiers the rate counts."""

    period = StringField(_l("Kỳ, gõ tên"), [Optional(), Length(max=80)])
    first = StringField(_l("Từ ngày"), [Optional()], name="from")
    last = StringField(_l("Đến ngày"), [Optional()], name="to")

    def chosen(self, register: Period | None) -> Period | None:
        """The period asked for; without one the register's last twelve months.

        None when the register is empty and no period was asked for, or when what was typed makes no sense:
        then the form says so.
        """
        try:
            if self.period.data:
                return parse_period(self.period.data, "period")
            return self._from_days(register)
        except Refused as refusal:
            self.refuse(str(refusal), {"from": "first", "to": "last"}.get(refusal.field or "", refusal.field))
            return None

    def _from_days(self, register: Period | None) -> Period | None:
        first = parse_day(self.first.data, "first") if self.first.data else None
        last = parse_day(self.last.data, "last") if self.last.data else None
        if first is None and last is None:
            return last_twelve_months(register.last) if register else None
        first = first or (min(register.first, last) if register and last else last)
        last = last or (max(register.last, first) if register and first else first)
        return Period(first, last) if first and last else None


_COUNT_NEEDED = Needed(_l("Anh/Chị điền một số nguyên, ví dụ 1.301."))


class ReportedForm(web.Form):
    """Totals of a report that does not say how the dossiers fall on two parts of its period."""

    title = StringField(
        _l("Tên tổng số"), [DataRequired(_l("Anh/Chị đặt tên để nhận ra tổng số này.")), Length(max=200)]
    )
    source = StringField(
        _l("Báo cáo nguồn"), [DataRequired(_l("Anh/Chị ghi tên hoặc số của báo cáo.")), Length(max=300)]
    )
    first = DayField(_l("Từ ngày"), [DAY_NEEDED])
    split_on = DayField(_l("Phần đầu hết ngày"), [DAY_NEEDED])
    last = DayField(_l("Đến ngày"), [DAY_NEEDED])
    received = CountField(_l("Hồ sơ tiếp nhận cả kỳ"), [_COUNT_NEEDED])
    online = CountField(_l("Trong đó nộp trực tuyến"), [_COUNT_NEEDED])
    online_first = CountField(_l("Trực tuyến trong phần đầu"), [_COUNT_NEEDED])
    received_first_low = CountField(_l("Phần đầu tiếp nhận ít nhất"), [Optional()])
    received_first_high = CountField(_l("Phần đầu tiếp nhận nhiều nhất"), [Optional()])

    def values(self) -> dict[str, Any]:
        """Keywords for the actions."""
        return {name: field.data for name, field in self._fields.items() if name != "csrf_token"}


class PlannedForm(web.Form):
    """The size of a campaign that is only planned. A question: sent by GET, without a token."""

    class Meta(web.Form.Meta):
        """Nothing is changed by it."""

        csrf = False

    reached = CountField(_l("Số doanh nghiệp sẽ mời"), [_COUNT_NEEDED])
    businesses = CountField(_l("Số doanh nghiệp có nộp hồ sơ"), [_COUNT_NEEDED])
    monthly = CountField(_l("Số hồ sơ mỗi tháng của cả ban"), [_COUNT_NEEDED])

    def understood(self) -> tuple[int, int, int] | None:
        """Businesses reached, businesses of the board, dossiers a month; None when the form says why not."""
        reached, businesses, monthly = self.reached.data, self.businesses.data, self.monthly.data
        if not reached:
            self.refuse(_("Anh/Chị điền ít nhất một doanh nghiệp."), "reached")
        elif not businesses or reached >= businesses:
            self.refuse(
                _("Cần còn doanh nghiệp không được mời để so: số này phải lớn hơn số sẽ mời."), "businesses"
            )
        elif not monthly:
            self.refuse(_("Chưa có hồ sơ nào mỗi tháng thì chưa có gì để đo."), "monthly")
        else:
            return reached, businesses, monthly
        return None
