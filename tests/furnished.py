"""A world in which every state that a page words differently occurs, and whose data speak no language."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from outreach import clock
from outreach.accounts.models import Role, User
from outreach.businesses.models import Business, Consent, Contact
from outreach.campaigns.models import Intervention
from outreach.campaigns.rules import PROOFS, TYPES
from outreach.catalogue.models import DossierRedo, ProcedureBasis, ProcedureCard
from outreach.catalogue.rules import FACTS
from outreach.database import Base, db
from outreach.dossiers.actions import recount
from outreach.dossiers.importing.running import GAVE_UP
from outreach.dossiers.models import ImportRun, Procedure, StagedDossier
from outreach.dossiers.rules import ASSISTANCE, CHANNELS, LEVELS, STATUSES
from outreach.fetching.rules import OUTCOMES
from outreach.rates.rules.ledger import Verdict
from outreach.sheets import layouts
from outreach.tutorials import actions as tutorials
from outreach.tutorials.models import TutorialVersion
from outreach.tutorials.rules import KINDS
from tests import factories
from tests.dossiers import making as registers
from tests.dossiers import waiting
from tests.fetching import making as sources
from tests.rates import kept_entries
from tests.tutorials import samples

FIRST = date(2025, 4, 1)
# Columns whose words come from people and files; everything else in the database is a code of ours.
WRITTEN = {
    "name", "title", "note", "place", "partners", "applicant", "field", "job", "filename", "browser",
    "wording", "code", "own_code", "fault", "recognised", "refused",
    "system", "reason", "witnesses",
    "text", "label", "label_en", "question", "question_en", "number", "issuer", "everyday", "decision",
    "title_en", "summary", "summary_en", "prepare", "prepare_en", "portal", "portal_version", "checked_by",
    "change_note", "part", "part_en", "body", "body_en", "mistake", "mistake_en", "see_now", "see_now_en",
    "options", "why", "why_en", "sources", "answer", "person",
    "decided_by", "returned_because", "opening", "purposes", "requirements", "forms", "tasks", "funds",
    "receivers", "superior", "signed_as", "signer", "leader", "withdrawn_why", "cancelled_because", "ready",
    "steps", "closing", "asked_by", "printer", "recalled_because", "trainers", "notes", "contact_name",
    "declined_because", "missing", "met", "unit", "team", "file_name", "business", "answers", "printed",
    "withdrawn_because", "former", "office", "group", "last_text", "subject", "guest_name",
}  # fmt: skip


def furnish(world: Any) -> None:
    """Fill the small world of `tests.world`: the clerk's business has something of everything."""
    business = db.session.get_one(Business, world.own["business_id"])
    _dossiers(business)
    _interventions(business)
    _businesses()
    _contacts(db.session.get_one(Contact, world.own["contact_id"]))
    _procedures()
    _documents()
    _catalogue(world)
    _imports()
    _sources()
    _people(world)
    _outages()
    _expected()
    _ledger()
    _learning(world, business)
    db.session.flush()
    recount()
    db.session.commit()


# Elsewhere these are short codes of ours.
ALSO_WRITTEN = {
    "reported_totals.source",
    "register_sources.address",
    "fetch_tries.said",
    "import_runs.fetched_from",
    "expected_files.source",
    "outgoing_messages.subject",
    "campaigns.purpose",
    "complaints.outcome",
}
OURS = {"meaning", "language", "address", "slug"}  # inside what is written, codes and addresses of ours
ADDRESSES = {"certificates.code", "leaflet_batches.code"}  # they stand in links, and are no words


def disguise() -> None:
    """Turn every letter of the data into 'ж', so that any other letter on a page is the page's own."""
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            written = column.name in WRITTEN or str(column) in ALSO_WRITTEN
            if written and str(column) not in ADDRESSES and isinstance(column.type, sa.String | sa.JSON):
                _disguise(table, column)
    db.session.commit()
    db.session.expire_all()


def _disguise(table: sa.Table, column: sa.Column[Any]) -> None:
    keys, taken = list(table.primary_key.columns), set()
    for *key, value in db.session.execute(sa.select(*keys, column)).all():
        if value is None:
            continue
        silent = _silent(value, table)
        while column.name == "code" and silent in taken:
            silent += "ж"  # codes are told apart by their letters, too
        taken.add(str(silent))
        same = [one == known for one, known in zip(keys, key, strict=True)]
        db.session.execute(sa.update(table).where(*same).values({column.name: silent}))


def _silent(value: Any, table: sa.Table) -> Any:
    if isinstance(value, dict):
        return {key: one if key in OURS else _silent(one, table) for key, one in value.items()}
    if isinstance(value, list):
        return [_silent(one, table) for one in value]
    if not isinstance(value, str):
        return value
    return "".join(("Ж" if char.isupper() else "ж") if char.isalpha() else char for char in value)


def _dossiers(business: Business) -> None:
    agency, procedure = factories.agency(), factories.procedure()
    channels, helps = [*CHANNELS, None], [*ASSISTANCE, None]
    for number in range(60):
        day = FIRST + timedelta(days=9 * number)
        status = [*STATUSES, None][number % (len(STATUSES) + 1)]
        closed = status in ("finished", "returned")
        factories.dossier(
            business, day, channels[number % len(channels)], status=status,
            assistance=helps[number % len(helps)], agency_id=agency.id if number % 2 else None,
            procedure_id=procedure.id if number % 3 else None, field="Đầu tư" if number % 4 else None,
            due_on=day + timedelta(days=7) if number % 5 else None,
            finished_on=day + timedelta(days=5 + number % 6) if closed else None,
            returned_on=day + timedelta(days=11) if status == "returned" else None,
            return_channel=channels[number % len(channels)], paid_vnd=200_000 if number % 7 == 0 else None,
            digitised=[True, False, None][number % 3], online_possible=[True, False, None][number % 3],
        )  # fmt: skip
    factories.dossier(None, FIRST, "counter", applicant="Một người nộp")


def _interventions(business: Business) -> None:
    proofs = list(PROOFS)
    for number, type in enumerate(TYPES):
        held = factories.intervention(
            type, date(2025, 10, 1) + timedelta(days=number), place="Hội trường", note="Ghi chú",
            partners="Bưu điện; VNPT", cost_vnd=1_000_000 if number % 2 else None,
            ends_on=date(2025, 12, 1) if number % 3 == 0 else None, covers_all=type == "media",
        )  # fmt: skip
        if type == "training":
            factories.attendance(held, business, people=2)
        elif type != "media":
            factories.exposure(held, business, how=proofs[number % len(proofs)], offered=number % 2 == 0)
    factories.intervention("training", clock.today() + timedelta(days=30))
    factories.intervention("training", clock.today() - timedelta(days=3))
    factories.intervention("", provisional=True)


def _businesses() -> None:
    factories.business(provisional=True, tax_code=None, zone=None)
    factories.business(active=False, employees=1200)
    factories.business(tax_code="0100109107", own_code="DN-01")
    factories.zone("KCN chỉ mới có tên", provisional=True)
    paper = factories.business()
    for number in range(6):
        factories.dossier(paper, clock.today() - timedelta(days=40 + number), "counter")


def _contacts(contact: Contact) -> None:
    contact.phone, contact.email, contact.job = "0912345678", "lan@example.vn", "Kế toán"
    at, today = clock.now(), clock.today()
    for channel, given, how in (
        ("phone", True, "spoken"),
        ("zalo", False, "written"),
        ("email", True, "form"),
    ):
        factories.add(
            Consent(
                contact_id=contact.id, channel=channel, given=given, how=how, wording="Câu hỏi",
                answered_on=today, at=at,
            )
        )  # fmt: skip
    factories.contact(contact.business, "Người đã nghỉ", left_on=today)
    factories.contact(contact.business, "Người chưa được hỏi", phone="0987654321")


def _procedures() -> None:
    for number, (vocabulary, level) in enumerate(LEVELS):
        of = factories.procedure(provisional=number % 2 == 0)
        ends = date(2027, 1, 1) if number % 2 else None
        factories.service_level(
            of, level, vocabulary=vocabulary, valid_to=ends, may_file_online=number % 2 == 0,
            valid_from=date(2024, 1, 1) if number % 3 else date.min,
        )  # fmt: skip


def _documents() -> None:
    """One in each state, and one that replaced another."""
    successor = factories.document(in_force_on=date(2027, 1, 1), issuer="Chính phủ", issued_on=FIRST)
    factories.document(replaced_by_id=successor.id, seen_on=FIRST, url="https://example.vn/1")
    factories.document(expires_on=FIRST, kind="law")


def _catalogue(world: Any) -> None:
    """A card with everything known, facts of every kind, a basis that was replaced, reasons with counts."""
    procedure = db.session.get_one(Procedure, world.own["procedure_id"])
    for place, kind in enumerate(FACTS):
        factories.fact(procedure, kind, place=place, note="ghi chú", text="Nội dung" if place % 2 else None)
    old = factories.document(replaced_by_id=factories.document().id)
    factories.add(ProcedureBasis(procedure_id=procedure.id, document_id=old.id))
    factories.add(
        ProcedureCard(
            procedure_id=procedure.id, system="national", signing="online", paying="online", phase="labour",
            collecting="post", everyday="giấy phép", decision="Quyết định", seen_on=FIRST,
        )
    )  # fmt: skip
    reason = factories.reason(procedure, question="Đã ký chưa?")
    dossier = factories.dossier(None, FIRST, procedure_id=procedure.id)
    factories.add(DossierRedo(dossier_id=dossier.id, reason_id=reason.id, noted_on=FIRST))


def _imports() -> None:
    at = clock.now()
    recognised = {
        "heading_row": 3,
        "columns": [{"meaning": "dossier_code", "heading": "Mã hồ sơ", "sample": "H-1"}],
        "extras": ["Ghi chú"],
    }
    refused = [{"row": 4, "column": "Ngày nhận", "value": "hôm qua", "reason": "Không đọc được ngày."}]
    kinds = ("dossiers", "businesses", "procedures", "interventions", "exposures")
    for number, kind in enumerate(kinds):
        known = kind != "dossiers" and getattr(layouts, kind.upper()).fields[0].meaning
        columns = [{**recognised["columns"][0], "meaning": known}] if known else recognised["columns"]  # type: ignore[index]
        for step, state in enumerate(("uploaded", "queued", "running", "done", "failed")):
            factories.add(
                ImportRun(
                    public_id=f"9{number}{step}" + "0" * 19, kind=kind, filename="sổ.xlsx", sha256="1" * 64,
                    state=state, recognised={**recognised, "columns": columns}, refused=refused, read=5,
                    created=2, updated=1, unchanged=1, rejected=1 if step % 2 else 201, uploaded_at=at,
                    started_at=at, fault=GAVE_UP if state == "failed" else None,
                )
            )  # fmt: skip

    _columns(recognised)


def _columns(recognised: dict[str, Any]) -> None:
    """Files whose columns wait to be named, were named, or were read as the last time."""
    asked = {**recognised, "sheets": ["ж", "жж"], "sheet": "ж", "fitting": ["жж"]}
    waiting.asking(("ж", "жж"), recognised=asked, fault="ж")
    last = {**asked, "last": ["ж", clock.now().isoformat()]}
    said = {"chosen": {"said": True, "columns": {}}, "updated": 1}
    waiting.to_be_confirmed(("ж", "жж"), recognised=last, **said)
    run = waiting.to_be_confirmed(("ж", "жж"), recognised=asked, **said)
    dossier = factories.dossier(None, FIRST)
    staged = {"code": dossier.code, "row": 7, "shape": 0, "does": "update", "received_on": FIRST}
    factories.add(StagedDossier(import_id=run.id, dossier_id=dossier.id, applicant="ж", **staged))


def _people(world: Any) -> None:
    factories.user(Role.OFFICER, disabled_at=clock.now())
    factories.user(Role.HELPDESK, password_hash=None)
    factories.user(
        Role.BUSINESS, of=db.session.get_one(Business, world.own["business_id"]), password_hash="x"
    )


def _sources() -> None:
    """A source for each thing that may come of a try; one is paused, one asked for, one at work."""
    schedules = (("day", 1, 6), ("week", 1, 0), ("week", 7, 23), ("month", 3, 7), ("month", 31, 7))
    user = db.session.scalars(sa.select(User).where(User.role == Role.OFFICER)).first()
    for number, outcome in enumerate((*OUTCOMES, None)):
        every, day, hour = schedules[number % len(schedules)]
        one = sources.source(
            every=every, day=day, hour=hour, active=number != 3, by_itself=number % 2 == 0,
            failures=number % 4, quiet_at=clock.now() + timedelta(days=number % 3 - 1),
            new_at=clock.now() if number % 2 else None, claimed_by=None if outcome else "elsewhere:1",
            claimed_at=None if outcome else clock.now(), owner_id=user.id if user and number % 2 else None,
        )  # fmt: skip
        sources.tried(
            one, outcome, size=10 ** (number % 9), status=(200, 404, None)[number % 3],
            said="Tệp bị mã hóa." if outcome == "faulty" else None,
            asked_by_id=user.id if user and number % 3 else None,
        )  # fmt: skip


def _outages() -> None:
    at = clock.now()
    for hours, minutes in ((900, 45), (800, 200), (700, 3000)):
        begun = at - timedelta(hours=hours)
        factories.outage(begun, begun + timedelta(minutes=minutes), note="Không tải tệp lên được")
    recorder = factories.user(Role.HELPDESK)
    factories.outage(at - timedelta(hours=1), recorded_by_id=recorder.id)


def _expected() -> None:
    """Monthly files that have come, that wait to be confirmed, and that are told of to one person."""
    officer = factories.user(Role.OFFICER)
    for kind, state in (("businesses", "done"), ("procedures", "uploaded"), ("summary", None)):
        owner_id = None if state else officer.id
        registers.expected_file(kind, source="1", owner_id=owner_id, closes_on_day=19)
        if state:
            registers.import_run(kind, source="1", state=state, refused=[])
    day = clock.today() - timedelta(days=70)
    factories.dossier(None, day, due_on=day - timedelta(days=3), finished_on=day - timedelta(days=1))
    registers.summary(day - timedelta(days=30), day, source="1")


def _ledger() -> None:
    """Every verdict, marked and unmarked; the last interventions are not computed yet."""
    held = db.session.scalars(sa.select(Intervention).order_by(Intervention.id)).all()
    verdicts = [Verdict.UP, *Verdict]
    for number, one in enumerate(held[:-2]):
        if one.type:
            kept_entries.stored(
                one, verdicts[number % len(verdicts)], stands_out=number % 2 == 0, share_before=0.97,
                smallest_change=0.14,
            )  # fmt: skip
    kept_entries.stored_type("training", Verdict.UP, 0.14)
    kept_entries.stored_type("visit", Verdict.UNCLEAR, 0.02)
    kept_entries.computed()


def _learning(world: Any, business: Business) -> None:
    """A guide finished in its former version, another one under way; questions in every state."""
    former, clerk = world.own["version"], world.clerk
    left = factories.user(Role.BUSINESS, of=business, disabled_at=clock.now())
    for person in (clerk, left):
        for step in former.steps:
            _tick(person, former, step.key)
    steps = (replace(samples.content().steps[0], body="Khác"), *samples.content().steps[:0:-1])
    newer = tutorials.new_version(former.tutorial)
    tutorials.save_version(
        newer, edition=newer.edition, content=samples.content(steps=steps, change_note="Có thay đổi")
    )
    samples.publish(newer)
    _tick(clerk, samples.published("dang-hoc-do"), "mo-cong")
    for _time in range(25):
        tutorials.start(version_id=former.id)
    said = {"answer": "Trả lời", "answered_at": clock.now(), "shown": True}
    for kind in KINDS:
        factories.step_report(newer, business, kind=kind)
        factories.step_report(former, tax_code="0100109107", phone="0912345678", kind=kind)
        factories.step_report(newer, business, kind=kind, **{**said, "state": "answered"})
        factories.step_report(newer, kind=kind, state="closed")


def _tick(person: User, version: TutorialVersion, key: str) -> None:
    tutorials.tick(
        user_id=person.id, business_id=person.business_id, tutorial_id=version.tutorial_id,
        version_id=version.id, step_key=key,
    )  # fmt: skip
