"""Who, in the rooms above, holds on to dossiers: an import whose dossiers are needed is not taken back."""

from pkgutil import resolve_name
from typing import Any, NamedTuple

from outreach.i18n import LazyText


class Dependant(NamedTuple):
    """A table with a `dossier_id`, by the name of its model, and what its rows are called."""

    model: str
    label: LazyText

    @property
    def table(self) -> Any:
        """The table itself; its module is read when somebody asks."""
        return resolve_name(self.model).__table__


_dependants: dict[str, Dependant] = {}


def register(model: str, label: LazyText) -> None:
    """Say whose rows ('outreach.receipts.models:Receipt') need the dossier that they name."""
    _dependants[model] = Dependant(model, label)


def dependants() -> list[Dependant]:
    """All of them."""
    return list(_dependants.values())
