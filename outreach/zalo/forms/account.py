"""What an administrator types to connect the account; keys are never shown again."""

from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import DataRequired, Length, Optional

from outreach import web
from outreach.fields import Needed, TaxCodeField
from outreach.i18n import lazy_gettext as _l

LONGEST_TOKEN = 4_000
_TOKEN = Length(min=20, max=LONGEST_TOKEN, message=_l("Khóa này ngắn hoặc dài bất thường; Anh/Chị dán lại."))
_HIDDEN = {"autocomplete": "off", "spellcheck": "false"}


class PairForm(web.Form):
    """A pair of tokens from Zalo's own console."""

    access_token = PasswordField(
        _l("Access token"),
        validators=[DataRequired(_l("Anh/Chị dán access token.")), _TOKEN],
        render_kw=_HIDDEN,
    )
    refresh_token = PasswordField(
        _l("Refresh token"),
        validators=[DataRequired(_l("Anh/Chị dán refresh token.")), _TOKEN],
        render_kw=_HIDDEN,
    )


class ComeBackForm(web.Form):
    """What Zalo sent along with an administrator who has allowed our application."""

    code = HiddenField(validators=[DataRequired(), Length(max=LONGEST_TOKEN)])
    oa_id = HiddenField(validators=[Optional(), Length(max=40)])
    state = HiddenField(validators=[DataRequired(), Length(max=100)])
    verifier = StringField(
        _l("Code verifier"), validators=[Optional(), Length(max=128, message=_l("Tối đa 128 ký tự."))],
        render_kw=_HIDDEN,
    )  # fmt: skip


class MatchForm(web.Form):
    """Whose a person is."""

    tax_code = TaxCodeField(
        _l("Mã số thuế của doanh nghiệp"), validators=[Needed(_l("Anh/Chị nhập mã số thuế."))]
    )
