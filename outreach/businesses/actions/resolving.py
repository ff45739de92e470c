"""Finding the businesses that a register names, and noting those nobody has heard of."""

from collections.abc import Iterable, Sequence

from outreach.businesses import queries
from outreach.businesses.actions.writing import insert_businesses, update_businesses
from outreach.businesses.rules import BusinessName
from outreach.businesses.rules.matching import Known, Register, shared_names
from outreach.database import db
from outreach.identifiers import tax_code_of
from outreach.text import business_key, squeeze


def resolve_businesses(
    wanted: Sequence[BusinessName], *, shared: set[str] | None = None, create: bool = True
) -> dict[BusinessName, int]:
    """The id of every business named; unknown ones are created as provisional, in a few statements.

    Tax code counts before own code, both before the name. What a name adds to an incomplete business (a code,
    the name itself) is kept. A name without anything in it is left out of the answer. Who resolves a file in
    several parts gives the strongest names first, and as `shared` the name keys that several codes of the
    whole file claim. Without `create` nothing is written, and who is unknown is left out as well.
    """
    if create:
        db.session.flush()
    meant = {written: normal for written in wanted if (normal := normal_name(written)) != BusinessName()}
    names = set(meant.values())
    if shared is None:
        shared = shared_names((name.tax_code, name.own_code, name.name) for name in names)
    found = _Finder(queries.load_register(names), shared).find_all(names, create=create)
    ids = {written: found[normal].id for written, normal in meant.items()}
    return ids if create else {written: own_id for written, own_id in ids.items() if own_id}


def names_to_be_made(wanted: Sequence[BusinessName], *, shared: set[str]) -> list[str]:
    """Whom resolving these would make known by name only, in that order; nothing is written."""
    names = {normal for written in wanted if (normal := normal_name(written)) != BusinessName()}
    finder = _Finder(queries.load_register(names), shared)
    finder.find_all(names, create=False)
    return [known.name for known in finder.new if known.codeless]


class _Finder:
    """One pass over the names of a file: codes first, so that a name alone finds what they brought."""

    def __init__(self, register: Register, shared: set[str]) -> None:
        self.register = register
        self.shared = shared
        self.new: list[Known] = []
        self.changed: dict[int, Known] = {}

    def find_all(self, wanted: Iterable[BusinessName], *, create: bool) -> dict[BusinessName, Known]:
        """Each name's business, written."""
        found = {name: self._find(name) for name in sorted(wanted, key=_strongest_first)}
        if create:
            insert_businesses(self.new)
            update_businesses(self.changed.values())
        return found

    def _find(self, wanted: BusinessName) -> Known:
        tax_code, own_code, name = wanted.tax_code, wanted.own_code, wanted.name
        known = self.register.find_by_codes(tax_code, own_code)
        by_name_alone = not (tax_code or own_code)
        if known is None and name and (by_name_alone or business_key(name) not in self.shared):
            known = self.register.find_by_name(
                name, without_tax_code=bool(tax_code), without_own_code=bool(own_code)
            )
        if known is None:
            free_code = None if own_code in self.register.by_own_code else own_code
            known = Known(0, tax_code, free_code, name or tax_code or own_code or "", provisional=True)
            self.register.add(known)
            self.new.append(known)
        else:
            self._complete(known, wanted)
        return known

    def _complete(self, known: Known, wanted: BusinessName) -> None:
        before = (known.tax_code, known.own_code, known.name)
        if wanted.name and known.nameless:
            self.register.set_name(known, wanted.name)
        tax_code, own_code = known.tax_code, known.own_code
        if tax_code is None and wanted.tax_code not in self.register.by_tax_code:
            tax_code = wanted.tax_code
        if own_code is None and wanted.own_code not in self.register.by_own_code:
            own_code = wanted.own_code
        self.register.set_codes(known, tax_code, own_code)
        if known.id and before != (known.tax_code, known.own_code, known.name):
            self.changed[known.id] = known


def normal_name(written: BusinessName) -> BusinessName:
    """The same in stored form; what is no tax code serves as a name when there is no better one."""
    tax_code = tax_code_of(written.tax_code) if written.tax_code else None
    own_code = squeeze(written.own_code) if written.own_code else None
    name = squeeze(written.name) if written.name else None
    if not (tax_code or own_code or name) and written.tax_code:
        name = squeeze(written.tax_code)
    return BusinessName(tax_code or None, own_code or None, name or None)


def _strongest_first(wanted: BusinessName) -> tuple[bool, bool, bool, str, str, str]:
    tax_code, own_code, name = wanted.tax_code or "", wanted.own_code or "", wanted.name or ""
    return (not tax_code, not own_code, not name, tax_code, own_code, name)
