"""Files of interventions and of who was reached, taken in whole: the same file again changes nothing."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import insert, select, update

from outreach import clock
from outreach.businesses.actions import resolve_businesses
from outreach.businesses.rules import BusinessName, TakenIn
from outreach.campaigns import rules
from outreach.campaigns.actions.interventions import complete, count_reached
from outreach.campaigns.models import Attendance, ExposureRecord, Intervention
from outreach.database import batches, db
from outreach.i18n import LazyText
from outreach.i18n import lazy_gettext as _l
from outreach.revisions import REACHED, touch
from outreach.text import fold, squeeze

Row = dict[str, Any]
Key = tuple[int, int, date | None]  # intervention, business, day (None at trainings: one row for all days)


# ── interventions ────────────────────────────────────────────────────────────────────────────────────────


def take_in_interventions(rows: Sequence[Row]) -> TakenIn:
    """Create or change interventions by their code.

    A key that a row lacks changes nothing, None clears. One that an exposure file had named is completed.
    """
    taken = TakenIn()
    known = _by_code([row["intervention_code"] for row in rows])
    for row in rows:
        code = row["intervention_code"]
        found = known.get(code)
        if fault := _fault(row, found):
            taken.refused.append((row["row"], *fault))
        elif found is None:
            known[code] = _create(row)
            taken.created += 1
        elif _change(found, row):
            taken.updated += 1
        else:
            taken.unchanged += 1
    db.session.flush()
    if taken.created or taken.updated:
        touch(REACHED)
    return taken


def _by_code(codes: Sequence[str]) -> dict[str, Intervention]:
    found: dict[str, Intervention] = {}
    for some in batches(sorted(set(codes))):
        statement = select(Intervention).where(Intervention.code.in_(some))
        found |= {one.code: one for one in db.session.scalars(statement)}
    return found


def _fault(row: Row, found: Intervention | None) -> tuple[str, str, LazyText] | None:
    """Column, value and reason why a row cannot be taken; None when it can."""
    empty = _l("Ô này không được để trống.")
    for name in ("type", "held_on"):
        if row.get(name, "" if found and not found.provisional else None) is None:
            return name, "", empty
    type = row.get("type")
    if type is not None and type not in rules.TYPES:
        return "type", str(type), _l("Loại hoạt động này chưa được biết.")
    changes_list = found and type and type != found.type and rules.TRAINING in (type, found.type)
    if found and changes_list and not found.provisional and count_reached(found):
        return (
            "type",
            str(type),
            _l("Hoạt động đã có danh sách doanh nghiệp nên không đổi được giữa tập huấn và loại khác."),
        )
    return None


def _create(row: Row) -> Intervention:
    title = row.get("title") or str(rules.TYPES[row["type"]])
    intervention = Intervention(
        code=row["intervention_code"], type=row["type"], title=title, title_folded=fold(title),
        held_on=row["held_on"], partners=row.get("partners"), covers_all=bool(row.get("covers_all")),
        cost_planned_vnd=row.get("cost_planned_vnd"), cost_vnd=row.get("cost_vnd"), provisional=False,
        created_at=clock.now(),
    )  # fmt: skip
    db.session.add(intervention)
    return intervention


def _change(found: Intervention, row: Row) -> bool:
    names = ("type", "held_on", "partners", "cost_planned_vnd", "cost_vnd")
    wanted: Row = {name: row[name] for name in names if name in row}
    if row.get("title"):
        wanted |= {"title": row["title"], "title_folded": fold(row["title"])}
    if "covers_all" in row:
        wanted["covers_all"] = bool(row["covers_all"])
    changed = [name for name, value in wanted.items() if getattr(found, name) != value]
    for name in changed:
        setattr(found, name, wanted[name])
    if found.ends_on is not None and found.ends_on < found.held_on:
        found.ends_on = None
    if found.provisional:
        complete(found)
        return True
    return bool(changed)


# ── exposures ────────────────────────────────────────────────────────────────────────────────────────────


def take_in_exposures(rows: Sequence[Row]) -> TakenIn:
    """Record who was reached: at a training "attended" is its attendance row, everything else an exposure.

    Interventions and businesses that are not known yet are made provisional. A row without a day means the
    intervention's own day.
    """
    taken = TakenIn()
    interventions = _by_code([row["intervention_code"] for row in rows])
    usable = [row for row in rows if _has_day(row, interventions, taken)]
    interventions |= (made := _provisional(usable, interventions))
    names = {row["row"]: _business_name(row) for row in usable}
    ids = resolve_businesses(list(dict.fromkeys(names.values())))
    came: dict[Key, Row] = {}
    otherwise: dict[Key, Row] = {}
    for row in usable:
        business_id = ids.get(names[row["row"]])
        if business_id is None:
            reason = _l("Không xác định được doanh nghiệp của dòng này.")
            taken.refused.append((row["row"], "tax_code", str(row.get("tax_code") or ""), reason))
            continue
        _sort_in(row, interventions[row["intervention_code"]], business_id, came, otherwise, taken)
    _write_attendances(came, taken)
    _write_exposures(otherwise, taken)
    if made or taken.created or taken.updated:
        touch(REACHED)
    return taken


def _has_day(row: Row, interventions: dict[str, Intervention], taken: TakenIn) -> bool:
    known = interventions.get(row["intervention_code"])
    if known is not None and known.cancelled_on is not None:
        reason = _l("Hoạt động này đã hủy; Anh/Chị khôi phục trước khi ghi ai được tiếp cận.")
        taken.refused.append((row["row"], "intervention_code", row["intervention_code"], reason))
        return False
    if row.get("exposed_on") is not None or (known and not known.provisional):
        return True
    reason = _l("Chưa biết hoạt động này diễn ra ngày nào, nên cần ngày tiếp cận.")
    taken.refused.append((row["row"], "exposed_on", "", reason))
    return False


def _provisional(rows: Sequence[Row], known: dict[str, Intervention]) -> dict[str, Intervention]:
    """Interventions that only these rows name, on the first day they name; a later file completes them."""
    first_days: dict[str, date] = {}
    for row in rows:
        code = row["intervention_code"]
        if code not in known:
            first_days[code] = min(first_days.get(code, row["exposed_on"]), row["exposed_on"])
    made = {
        code: Intervention(
            code=code, type="other", title=code, title_folded=fold(code), held_on=day, provisional=True,
            created_at=clock.now(),
        )
        for code, day in first_days.items()
    }  # fmt: skip
    db.session.add_all(made.values())
    db.session.flush()
    return made


def _business_name(row: Row) -> BusinessName:
    name = row.get("name")
    return BusinessName(
        tax_code=row.get("tax_code"), own_code=row.get("business_code"), name=squeeze(name) if name else None
    )


def _sort_in(
    row: Row,
    intervention: Intervention,
    business_id: int,
    came: dict[Key, Row],
    otherwise: dict[Key, Row],
    taken: TakenIn,
) -> None:
    """Put one row where it is kept; of several days at one training the first counts."""
    day = row.get("exposed_on") or intervention.held_on
    type = rules.UNKNOWN_TYPE if intervention.provisional else intervention.type
    how, said = rules.parse_proof(row.get("how"), type)
    if type == rules.TRAINING and how == "attended":
        whole = (intervention.id, business_id, None)
        if whole in came:
            taken.unchanged += 1
        came[whole] = {"attended_on": min(day, came[whole]["attended_on"]) if whole in came else day}
        return
    key = (intervention.id, business_id, day)
    if key in otherwise:
        taken.unchanged += 1
    otherwise[key] = {"how": how, "said": said, "type": type}


def _write_attendances(came: dict[Key, Row], taken: TakenIn) -> None:
    present = {(row.intervention_id, row.business_id): row for row in _present(Attendance, came)}
    new, changed, at = [], [], clock.now()
    for key, values in came.items():
        found = present.get(key[:2])
        if found is None:
            new.append(
                {
                    "intervention_id": key[0],
                    "business_id": key[1],
                    "people": 1,
                    **values,
                    "recorded_at": at,
                }
            )
        elif found.attended_on != values["attended_on"]:
            changed.append({"id": found.id, **values})
        else:
            taken.unchanged += 1
    _write(Attendance, new, changed, taken)


def _write_exposures(otherwise: dict[Key, Row], taken: TakenIn) -> None:
    present = {
        (e.intervention_id, e.business_id, e.exposed_on): e for e in _present(ExposureRecord, otherwise)
    }
    new, changed, at = [], [], clock.now()
    for key, values in otherwise.items():
        found, how, said = present.get(key), values["how"], values["said"]
        # While the type is unknown only an offer that the file names is kept, see `complete`.
        offered = (
            bool(said) if values["type"] == rules.UNKNOWN_TYPE else rules.is_offered(values["type"], said)
        )
        if found is None:
            new.append(
                {
                    "intervention_id": key[0],
                    "business_id": key[1],
                    "exposed_on": key[2],
                    "how": how,
                    "offered": offered,
                    "recorded_at": at,
                }
            )
        elif found.how != how or (said is not None and found.offered != offered):
            changed.append(
                {"id": found.id, "how": how, "offered": offered if said is not None else found.offered}
            )
        else:
            taken.unchanged += 1
    _write(ExposureRecord, new, changed, taken)


def _present(table: Any, keys: dict[Key, Row]) -> Iterator[Any]:
    columns = table.__table__.c
    for some in batches(sorted({key[0] for key in keys})):
        yield from db.session.execute(select(*columns).where(columns.intervention_id.in_(some)))


def _write(table: Any, new: list[Row], changed: list[Row], taken: TakenIn) -> None:
    if new:
        db.session.execute(insert(table), new)
    if changed:
        db.session.execute(update(table), changed)
    taken.created += len(new)
    taken.updated += len(changed)
