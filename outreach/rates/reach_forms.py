"""What an officer says when some of the ranked become the list of a training or a visit."""

from collections.abc import Sequence

from flask import request
from wtforms import RadioField, StringField
from wtforms.validators import DataRequired, Length

from outreach import lists, web
from outreach.campaigns.rules import TRAINING, TYPES
from outreach.fields import DAY_NEEDED, DayField, choices
from outreach.i18n import gettext as _
from outreach.i18n import lazy_gettext as _l
from outreach.rates.rules.reach_next import MOST_LISTED

PLANNED = (TRAINING, "visit")


class PlanForm(web.Form):
    """A training or a visit to be, and the businesses it is meant for: ticks beside the ranked ones.

    The businesses that stood on the page come back with it, so that the list is the one that was looked at.
    """

    type = RadioField(_l("Loại hoạt động"), choices=choices({type: TYPES[type] for type in PLANNED}))
    title = StringField(
        _l("Tên hoạt động"), [DataRequired(_l("Anh/Chị đặt tên cho hoạt động.")), Length(max=300)]
    )
    held_on = DayField(_l("Ngày dự kiến"), [DAY_NEEDED])

    def shown(self) -> list[int]:
        """The businesses that stood on the page, in its order."""
        return _ids(request.form.getlist("shown"))

    def ticked(self) -> list[int]:
        """Those that stayed ticked."""
        return _ids(request.form.getlist("business"))

    def check_businesses(self, there: Sequence[int]) -> bool:
        """Whether those ticked make a list; `there` are the ids of them that exist. Says what is wrong."""
        ticked = self.ticked()
        if len(ticked) < len(set(request.form.getlist("business"))) or set(ticked) - set(there):
            self.refuse(
                _("Danh sách có doanh nghiệp không có trong hệ thống hoặc đã ngừng hoạt động. "
                  "Anh/Chị lấy lại danh sách rồi chọn lại.")
            )  # fmt: skip
        elif not ticked:
            self.refuse(_("Anh/Chị chọn ít nhất một doanh nghiệp."))
        elif len(ticked) > MOST_LISTED:
            self.refuse(_("Một danh sách có nhiều nhất %(most)s doanh nghiệp.", most=MOST_LISTED))
        return not self.errors


def _ids(texts: Sequence[str]) -> list[int]:
    """Each id once, in order; what is none is left out."""
    read = (lists.number({"id": text}, "id") for text in texts)
    return list(dict.fromkeys(number for number in read if number))
