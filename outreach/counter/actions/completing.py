"""What was left open at the counter: the dossier's code, or that nothing was filed."""

from outreach.counter.actions.matching import match_helps
from outreach.counter.models import CounterHelp
from outreach.database import db
from outreach.dossiers.actions.counts import hold_register
from outreach.i18n import gettext as _
from outreach.receipts import rules as receipts
from outreach.refusals import Refused


def give_code(*, help: CounterHelp, code: str) -> None:
    """The dossier's code, looked up at once; a mistyped one can be given anew until it has matched."""
    _check_open(help)
    key = checked_code(code)
    if key is None:
        raise Refused(_("Anh/Chị nhập mã hồ sơ."), "code")
    hold_register()
    help.dossier_code, help.code_key, help.without_dossier = code, key, False
    db.session.flush()
    match_helps([help.id])


def say_without_dossier(*, help: CounterHelp) -> None:
    """Nothing was filed: there is no code to wait for."""
    _check_open(help)
    help.dossier_code, help.code_key, help.without_dossier = None, None, True
    db.session.flush()


def checked_code(code: str | None) -> str | None:
    """The key of a code as it is compared; None for an empty one, Refused when it cannot be a code."""
    if not code:
        return None
    key = receipts.code_key(code)
    if not receipts.is_code(key):
        raise Refused(
            _("Mã này chưa giống mã hồ sơ (chữ, số, dấu chấm, gạch); Anh/Chị chép lại từ Cổng."), "code"
        )
    return key


def _check_open(help: CounterHelp) -> None:
    if help.dossier_id is not None:
        raise Refused(_("Lần hỗ trợ này đã khớp với hồ sơ rồi."), "code")
