"""What is asked before a dossier is filed: the procedure's frequent reasons, then what always holds."""

from collections.abc import Iterable
from typing import NamedTuple, Protocol

from outreach.i18n import LazyText
from outreach.i18n import lazy_gettext as _l

PORTAL = "https://dichvucong.gov.vn"

GENERAL: dict[str, LazyText] = {
    "papers": _l("Đủ giấy tờ theo thành phần hồ sơ trên Cổng; tệp mở ra đọc rõ, đúng loại, không quá cỡ."),
    "names": _l("Tên, mã số thuế và người đại diện giống hệt giấy tờ đã đăng ký."),
    "signed": _l("Tệp nào cần ký số thì đã ký, chứng thư số còn hạn."),
}


class Reason(Protocol):
    """A coded reason for which dossiers came back."""

    @property
    def code(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def label_en(self) -> str | None: ...
    @property
    def question(self) -> str | None: ...
    @property
    def question_en(self) -> str | None: ...
    @property
    def step_key(self) -> str | None: ...


class Question(NamedTuple):
    """One thing to look at; `step_key` where a tutorial's step shows how, `own`: the procedure's own."""

    key: str
    words: str
    step_key: str | None = None
    own: bool = False


def questions_of(reasons: Iterable[Reason], *, english: bool) -> list[Question]:
    """The procedure's frequent reasons as questions, then the general ones."""
    own = [Question(f"r-{one.code}", _words(one, english=english), one.step_key, own=True) for one in reasons]
    return own + [Question(key, str(words)) for key, words in GENERAL.items()]


def _words(reason: Reason, *, english: bool) -> str:
    vietnamese = reason.question or reason.label
    return (reason.question_en or reason.label_en or vietnamese) if english else vietnamese
