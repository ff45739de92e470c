"""What the rooms above keep about a person: for the file handed over to that person, and for erasing it."""

from collections.abc import Callable
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, false, select

from outreach.accounts.models import User


class Person(NamedTuple):
    """Who is meant: somebody of a business, known by account or by name and phone.

    What somebody left under the phone without it being known whose it is belongs to them, too; of a stranger
    (`business_id` None) nothing but that is known. `released`: only what a business itself may read of them.
    """

    business_id: int | None
    name: str | None
    phone: str | None
    user_id: int | None = None
    email: str | None = None
    released: bool = False

    def whose(self, business_id: Any, phone: Any) -> ColumnElement[bool]:
        """The condition on two columns: under their phone, at their business or at none that is known."""
        if self.phone is None:
            return false()
        here = business_id.is_(None)
        if self.business_id is not None:
            here |= business_id == self.business_id
        return and_(phone == self.phone, here)

    def words(self) -> list[str]:
        """By what notes name them."""
        return [words for words in (self.name, self.phone) if words]

    def without(self, text: str | None) -> str | None:
        """A note that names them no more."""
        for words in self.words():
            text = text.replace(words, "…") if text else text
        return text

    def accounts(self) -> Any:
        """Their accounts: ids of users."""
        mine = User.id == self.user_id if self.user_id is not None else User.phone == self.phone
        return select(User.id).where(User.business_id == self.business_id, User.phone.is_not(None), mine)


# All that a feature keeps about a person, as plain values for a file.
Collect = Callable[[Person], list[dict[str, Any]]]
# Takes the person out of it; what was counted stays counted.
Erase = Callable[[Person], object]
_features: dict[str, tuple[Collect, Erase]] = {}


def register(feature: str, *, collect: Collect, erase: Erase) -> None:
    """Say how a feature hands over and erases what it keeps about a person."""
    _features[feature] = collect, erase


def everything(person: Person) -> dict[str, list[dict[str, Any]]]:
    """By feature, what it keeps."""
    return {feature: collect(person) for feature, (collect, _erase) in _features.items()}


def erase(person: Person) -> None:
    """Everywhere."""
    for _collect, erase_here in _features.values():
        erase_here(person)
