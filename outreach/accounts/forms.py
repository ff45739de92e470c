"""What people fill in about accounts."""

from typing import Any, ClassVar

from wtforms import BooleanField, HiddenField, PasswordField, RadioField, SelectField, StringField
from wtforms.validators import AnyOf, InputRequired, Length, ValidationError

from outreach.accounts import rules
from outreach.accounts.models import STAFF
from outreach.accounts.rules import Account
from outreach.fields import EmailField, Needed, PhoneField, TaxCodeField, choices
from outreach.i18n import LOCALES
from outreach.i18n import lazy_gettext as _l
from outreach.identifiers import is_service_number
from outreach.web import Form

PASSWORD_NEEDED = InputRequired(_l("Anh/Chị nhập mật khẩu."))
PASSWORD_LENGTH = Length(max=rules.LONGEST_PASSWORD, message=_l("Mật khẩu dài quá 256 ký tự."))
NAME = [
    InputRequired(_l("Anh/Chị nhập họ tên.")),
    Length(max=120, message=_l("Họ tên dài quá 120 ký tự.")),
]


EMAIL_NEEDED = Needed(_l("Anh/Chị nhập e-mail."))


# ── signing in ───────────────────────────────────────────────────────────────────────────────────────────


class StaffAccountForm(Form):
    """Staff are known by e-mail."""

    email = EmailField(_l("E-mail"), [EMAIL_NEEDED], render_kw={"autocomplete": "username"})

    def account(self) -> Account:
        """Whom the form names."""
        return Account(email=self.email.data or "")


class BusinessAccountForm(Form):
    """The tax code selects the business, the phone the person, so that people are never merged."""

    tax_code = TaxCodeField(_l("Mã số thuế của doanh nghiệp"), [Needed(_l("Anh/Chị nhập mã số thuế."))])
    phone = PhoneField(_l("Số điện thoại"), [Needed(_l("Anh/Chị nhập số điện thoại."))])

    def account(self) -> Account:
        """Whom the form names."""
        return Account(tax_code=self.tax_code.data or "", phone=self.phone.data or "")


class StaffSignInForm(StaffAccountForm):
    """Sign-in of staff."""

    password = PasswordField(_l("Mật khẩu"), [PASSWORD_NEEDED, PASSWORD_LENGTH])
    next = HiddenField()


class BusinessSignInForm(BusinessAccountForm):
    """Sign-in of people of a business."""

    password = PasswordField(_l("Mật khẩu"), [PASSWORD_NEEDED, PASSWORD_LENGTH])
    next = HiddenField()


# ── one's own account ────────────────────────────────────────────────────────────────────────────────────


class NewPasswordForm(Form):
    """A first or a new password; `own_words` is what it must not be made of."""

    new_password = PasswordField(
        _l("Mật khẩu mới"), [PASSWORD_NEEDED], render_kw={"autocomplete": "new-password"}
    )

    def __init__(self, *args: Any, own_words: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._own_words = own_words

    def validate_new_password(self, field: PasswordField) -> None:
        """Long enough, and not what everybody tries first."""
        problem = rules.password_problem(
            field.data or "", own_words=self._own_words, common=rules.common_passwords()
        )
        if problem:
            raise ValidationError(str(problem))


class ChangePasswordForm(NewPasswordForm):
    """A new password asks for the current one."""

    current_password = PasswordField(
        _l("Mật khẩu hiện tại"),
        [PASSWORD_NEEDED, PASSWORD_LENGTH],
        render_kw={"autocomplete": "current-password"},
    )


class ProfileForm(Form):
    """Name and language."""

    name = StringField(_l("Họ và tên"), NAME, render_kw={"autocomplete": "name"})
    locale = RadioField(
        _l("Ngôn ngữ"),
        [AnyOf(LOCALES, message=_l("Anh/Chị chọn một trong hai ngôn ngữ."))],
        choices=choices({"vi": "Tiếng Việt", "en": "English"}),
        validate_choice=False,
    )


# ── people ───────────────────────────────────────────────────────────────────────────────────────────────


def _role_field() -> SelectField:
    return SelectField(
        _l("Vai trò"),
        [AnyOf([role.value for role in STAFF], message=_l("Anh/Chị chọn một vai trò của cán bộ."))],
        choices=choices({role.value: role.label for role in STAFF}),
        validate_choice=False,
    )


class InviteStaffForm(Form):
    """A new person of staff."""

    conflicts: ClassVar = {"uq_users_email": ("email", _l("E-mail này đã có người dùng."))}

    name = StringField(_l("Họ và tên"), NAME, render_kw={"autocomplete": "off"})
    email = EmailField(_l("E-mail"), [EMAIL_NEEDED])
    role = _role_field()


class InviteBusinessPersonForm(BusinessAccountForm):
    """A new person of a business."""

    conflicts: ClassVar = {
        "uq_users_business_id_phone": ("phone", _l("Doanh nghiệp này đã có người dùng với số điện thoại đó."))
    }

    name = StringField(_l("Họ và tên"), NAME, render_kw={"autocomplete": "off"})

    def validate_phone(self, field: PhoneField) -> None:
        """A number of a person, because the board calls it when the password is forgotten."""
        if field.data and is_service_number(field.data):
            raise ValidationError(_l("Số điện thoại chưa đúng; ví dụ 0912 345 678 hoặc 024 3936 1234."))


class RoleForm(Form):
    """Another role for somebody of staff."""

    role = _role_field()


class AnswerForm(Form):
    """A new-password link is handed over only after a call."""

    called = BooleanField(
        _l("Tôi đã tự gọi cho người này theo số đã đăng ký và nghe đúng người xin mật khẩu mới"),
        [InputRequired(_l("Anh/Chị gọi cho người này trước, rồi đánh dấu vào đây."))],
    )
