"""What a rule says no with: a sentence for the person, and the field it is about."""

from outreach.i18n import LazyText


class Refused(Exception):
    """A deed the rules do not allow; `message` is shown as it stands, beside `field` when it names one."""

    def __init__(self, message: LazyText, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field

    def __str__(self) -> str:
        return str(self.message)
