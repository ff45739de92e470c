"""What the clerk says of one help, and the code that is added later."""

import secrets

from wtforms import BooleanField, StringField
from wtforms.validators import DataRequired, Length

from outreach import web
from outreach.counter import rules
from outreach.i18n import lazy_gettext as _l

_CODE_AS_TYPED = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
_LONG = Length(max=100, message=_l("Mã dài tối đa 100 ký tự."))


class HelpForm(web.Form):
    """One help; which button was pressed says the procedure and the kind (`deed`)."""

    client_id = StringField(validators=[Length(max=64)])
    deed = StringField(_l("Thủ tục và cách nộp"))
    code = StringField(_l("Mã hồ sơ, nếu đã có"), validators=[_LONG], render_kw=_CODE_AS_TYPED)
    account_created = BooleanField(rules.EXTRAS["account_created"])  # type: ignore[arg-type]
    payment_helped = BooleanField(rules.EXTRAS["payment_helped"])  # type: ignore[arg-type]
    offered = BooleanField(rules.EXTRAS["offered"])  # type: ignore[arg-type]

    @classmethod
    def new(cls) -> "HelpForm":
        """As it is first shown; sent again it records nothing more."""
        return cls(client_id=cls.new_id())

    @staticmethod
    def new_id() -> str:
        """What tells this form from any other."""
        return secrets.token_urlsafe(16)

    def said(self) -> rules.Said | None:
        """What was said; None, with an error, when no button was pressed."""
        deed = rules.read_deed(self.deed.data)
        if deed is None or not self.client_id.data:
            self.refuse(str(_l("Anh/Chị bấm một trong ba nút của thủ tục.")), "deed")
            return None
        return rules.Said(
            deed[1], deed[0], self.code.data or None, offered=bool(self.offered.data),
            account_created=bool(self.account_created.data), payment_helped=bool(self.payment_helped.data),
        )  # fmt: skip


class CodeForm(web.Form):
    """The code that the portal gave."""

    code = StringField(
        _l("Mã hồ sơ Cổng đã cấp"),
        validators=[DataRequired(_l("Anh/Chị nhập mã hồ sơ.")), _LONG],
        render_kw=_CODE_AS_TYPED,
    )
