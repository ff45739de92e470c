"""What WTForms says by itself, in our words: it brings no Vietnamese."""

from outreach.i18n import gettext, lazy_gettext

_CHOOSE = lazy_gettext("Anh/Chị chọn một mục có trong danh sách.")
_SAID = {
    "Not a valid choice.": _CHOOSE,
    "Invalid Choice: could not coerce.": _CHOOSE,
    "This field is required.": lazy_gettext("Ô này không được để trống."),
}


class FieldWords:
    """Stands where WTForms expects its translations."""

    def gettext(self, string: str) -> str:
        """Our sentence for one of theirs; a name that is no sentence stays."""
        if not string.endswith("."):
            return string
        return str(_SAID[string]) if string in _SAID else gettext("Ô này chưa đúng, Anh/Chị xem lại giúp.")

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """The same whatever the number."""
        return self.gettext(singular)
