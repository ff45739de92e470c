"""Which dossiers an import gives to a business because a person said that a name means it.

Undoing what was said needs to know them, and those of them that a register named otherwise since.
"""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    String,
    column,
    exists,
    false,
    insert,
    literal,
    null,
    or_,
    select,
    table,
)

from outreach.businesses.models import BusinessAlias, NameDecision
from outreach.businesses.rules.matching import alias_key
from outreach.dossiers.actions.staging.rows import CREATE, UPDATE, Shape
from outreach.dossiers.actions.staging.stage import NAMES, STAGE, TABLES
from outreach.dossiers.models import Dossier, MeantDossier

SAME = "same"
_MADE = (
    "CREATE TEMPORARY TABLE meant_names (number INTEGER PRIMARY KEY, decision_id INTEGER)",
    "CREATE TEMPORARY TABLE meant_rows (code VARCHAR, decision_id INTEGER)",
)
_NAMES = table("meant_names", column("number", Integer), column("decision_id", Integer))
_ROWS = table("meant_rows", column("code", String), column("decision_id", Integer))


class Told(NamedTuple):
    """Rows of an import that a decision has to do with; they wait with the connection that found them."""

    import_id: int
    source: str
    any: bool

    def write(self, connection: Connection) -> None:
        """Note them, once the dossiers are in the register."""
        if not self.any:
            return
        columns = (Dossier.id, _ROWS.c.decision_id, literal(self.import_id), false())
        rows = select(*columns).join(_ROWS, _ROWS.c.code == Dossier.code)
        names = ["dossier_id", "decision_id", "import_id", "moved"]
        noted = insert(TABLES[MeantDossier.__tablename__])
        connection.execute(noted.from_select(names, rows.where(Dossier.source == self.source)))


def arrange(connection: Connection, import_id: int, source: str, shapes: Iterable[Shape]) -> Told:
    """Find the rows whose business somebody's decision has to do with, before anything of them is written.

    The register is only read.
    """
    any_decision = select(NameDecision.id).where(NameDecision.verdict == SAME).limit(1)
    if connection.execute(any_decision).first() is None:
        return Told(import_id, source, any=False)
    for name in (_NAMES.name, _ROWS.name):
        connection.exec_driver_sql(f"DROP TABLE IF EXISTS {name}")
    for made in _MADE:
        connection.exec_driver_sql(made)
    if named := _named(connection, import_id):
        connection.execute(insert(_NAMES), [{"number": one, "decision_id": by} for one, by in named.items()])
    says = _says(shapes)
    own = STAGE.c.import_id == import_id
    by_name = (
        select(STAGE.c.code, _NAMES.c.decision_id)
        .select_from(
            STAGE.join(_NAMES, _NAMES.c.number == STAGE.c.business)
            .outerjoin(Dossier.__table__, Dossier.id == STAGE.c.dossier_id)
        )
        .where(own, says)
    )  # fmt: skip
    told = select(MeantDossier.dossier_id)
    otherwise = (
        select(STAGE.c.code, null())
        .select_from(STAGE.join(Dossier.__table__, Dossier.id == STAGE.c.dossier_id))
        .where(
            own, says, Dossier.source == source, Dossier.id.in_(told), STAGE.c.code.in_(_codes(source)),
            ~exists().where(_NAMES.c.number == STAGE.c.business),
        )
    )  # fmt: skip
    for rows in (by_name, otherwise):
        connection.execute(insert(_ROWS).from_select(["code", "decision_id"], rows))
    found = connection.execute(select(_ROWS.c.code).limit(1)).first()
    return Told(import_id, source, any=found is not None)


def _named(connection: Connection, import_id: int) -> dict[int, int]:
    """Numbers of names without a code that mean whom they mean by a decision, and by which."""
    statement = (
        select(NAMES.c.number, NAMES.c.name, BusinessAlias.name_folded, BusinessAlias.decision_id)
        .join(BusinessAlias, BusinessAlias.business_id == NAMES.c.found_id)
        .join(NameDecision, NameDecision.id == BusinessAlias.decision_id)
        .where(
            NAMES.c.import_id == import_id, NAMES.c.kind == "business", NAMES.c.code.is_(None),
            NAMES.c.own_code.is_(None), NAMES.c.name.is_not(None), NameDecision.verdict == SAME,
        )
    )  # fmt: skip
    return {
        number: decision_id
        for number, name, key, decision_id in connection.execute(statement)
        if alias_key(name) == key
    }


def _codes(source: str) -> ColumnElement[str]:
    """The codes of dossiers that a decision has to do with: few, so that their rows are found by the key."""
    told = select(MeantDossier.dossier_id)
    return select(Dossier.code).where(Dossier.source == source, Dossier.id.in_(told))  # type: ignore[return-value]


def _says(shapes: Iterable[Shape]) -> ColumnElement[bool]:
    """Whether a row says whose its dossier is: not when it only repeats the name of one that is known."""
    coded = [shape.number for shape in shapes if shape.coded]
    renamed = Dossier.applicant.is_distinct_from(STAGE.c.applicant)
    return or_(STAGE.c.shape.in_(coded), STAGE.c.does == CREATE, (STAGE.c.does == UPDATE) & renamed)
