"""Forms as somebody sensible would send them."""

from werkzeug.routing import Rule

from outreach import clock
from outreach.businesses.models import Business
from outreach.catalogue.actions import card_mark, fact_mark, reason_mark
from outreach.catalogue.models import ProcedureCard, ProcedureFact, RedoReason
from outreach.database import db
from outreach.documents import actions as document_actions
from outreach.documents.models import LegalDocument
from tests import factories, world
from tests.sensible import sensible

# A form as somebody sensible would send it, by the last part of a field's name; of the rest each is "1".
GOOD = {
    "name": "Công ty Thử", "title": "Tập huấn thử", "held_on": "05/03/2026", "ends_on": "",
    "type": "training", "email": "thu@example.vn", "phone": "0912345678", "role": "helpdesk", "given": "yes",
    "how": "spoken", "answered_on": "05/03/2026", "locale": "vi", "language": "en",
    "valid_from": "05/03/2026",
    "valid_to": "06/03/2026", "level": "levels_2011:4", "text": "Công ty Thử", "assistance": "alone",
    "new_password": "một câu rất dài để nhớ", "day": "05/03/2026", "called": "y", "zone_id": "0", "code": "",
    "covers_all": "", "cost_vnd": "1.000", "cost_planned_vnd": "", "own_code": "", "field": "Đầu tư",
    "source": "main", "confirm": "", "offered": "yes", "partners": "", "place": "", "note": "", "job": "",
    "portal_url": "", "url": "", "signing": "", "paying": "", "collecting": "", "phase": "",
    "issued_on": "", "in_force_on": "", "expires_on": "", "seen_on": "05/03/2026", "noted_on": "05/03/2026",
    "step_key": "", "number": "7/2026/NĐ-CP",
    "tax_code": "", "wording": "", "next": "/", "another": "y", "recorded_at": "2026-03-05T00:00:00+00:00",
    "system": "Cổng thử", "started_at": "05/03/2026 14:30", "ended_at": "",
    "first": "01/01/2020", "split_on": "30/09/2020", "last": "31/12/2020", "received": "301", "online": "91",
    "online_first": "2", "received_first_low": "", "received_first_high": "",
    "period": "", "since": "01/01/2026", "closes_on_day": "", "due_on_day": "5", "owner_id": "",
}  # fmt: skip

TODAY = f"{clock.today():%d/%m/%Y}"
# What only one form asks for.
OF_A_FORM = {
    "answers.reply_create": {"procedure": "", "bases": ""},
    "answers.vote": {"vote": "yes"},
    "desks.desk_hand_over": {"due_on": TODAY},
    "desks.desk_log": {"channel": "phone", "business": "", "meant": "", "step": "", "done": ""},
    "desks.desk_snooze": {"until": "hour", "seen": str(2**31 - 1)},
    "dossiers.import_columns": {
        "column_0": "dossier_code", "column_1": "received_on", "sheet": "", "row": "",
    },
    "helpdesk.retention": {"words": "24", "files": "6"},
    "tutorials.stuck": {"kind": "stuck"},
    "workdays.set_hours": {
        "monday": "07:30–11:30", "tuesday": "", "wednesday": "", "thursday": "", "friday": "", "saturday": "",
        "sunday": "",
    },
}  # fmt: skip


def good_values(rule: Rule, made: world.World, names: set[str]) -> dict[str, str]:
    """What somebody sensible would send, of the fields that are known by now."""
    special = {
        "into": str(made.foreign["zone_id"]), "present": str(made.own["business_id"]),
        "business": str(made.own["business_id"]),
        "was": f"{made.foreign['business_id']}:1",
        "kind": "industrial_zone" if "zone" in rule.endpoint else "dossiers",
    }  # fmt: skip
    special |= cited_values(rule, made) | sensible(rule, made)
    if rule.endpoint == "dossiers.import_name_same":
        special["into"] = str(made.own["business_id"])
    if rule.endpoint == "businesses.edit_zone":
        special["name"] = "KCN Thử"
    if rule.endpoint.startswith("practice"):
        special |= {"procedure": str(made.own["procedure_id"]), "intervention": "0"}
    if rule.endpoint.startswith("receipts"):
        special |= {
            "code": "H56-260305-0042", "procedure": str(made.own["procedure_id"]), "text": "H56-1-77",
            "filed_on": "05/03/2026", "tax_code": "0312345678", "note": "Thiếu một số",
        }  # fmt: skip
    if rule.endpoint in ("receipts.attach", "zalo.match"):
        special["tax_code"] = str(db.session.get_one(Business, made.own["business_id"]).tax_code)
        db.session.commit()
    if rule.endpoint.startswith("trainings"):
        special |= {
            "starts_at": "05/03/2026 08:30", "ends_at": "05/03/2026 11:30", "place": "Hội trường", "link": "",
            "capacity": "", "closes_on": "", "because": "Mưa bão", "names": "Lê Mẫu", "url": "/huong-dan",
            "contact_phone": "", "contact_email": "", "level": "satisfied", "can_file_alone": "yes",
            "unit": "Sở Mẫu",
        }  # fmt: skip
    if rule.endpoint.startswith("campaigns"):
        special["how"] = "visited"
    if rule.endpoint.startswith("visits"):
        special |= visit_values(made)
    special |= OF_A_FORM.get(rule.endpoint, {})
    if rule.endpoint in ("accounts.forgotten", "accounts.invite_business_person"):
        business = db.session.get_one(Business, made.own["business_id"])
        special["tax_code"] = str(business.tax_code)
        db.session.commit()  # an open transaction of the test would keep the request waiting
    known = GOOD | special
    return {name: known.get(name, known.get(name.rpartition("-")[2], "1")) for name in names}


def visit_values(made: world.World) -> dict[str, str]:
    """What forms of visits and promises want: another day, somebody who sees to it, and reasons."""
    owner = str(factories.user().id)
    db.session.commit()
    promised = {f"{name}_{number}": "" for number in range(3) for name in ("promise", "due")}
    return promised | {f"owner_{number}": owner for number in range(3)} | {
        "to": str(made.foreign["visit_id"]), "owner_id": owner, "why": "Chờ trả lời",
        "due_on": f"{clock.today():%d/%m/%Y}",
        "outcome": "visited", "met": "Chị Lan", "seen": "", "client_id": "fuzz", "team": "", "photo": "",
    }  # fmt: skip


def cited_values(rule: Rule, made: world.World) -> dict[str, str]:
    """What forms of documents and procedures want: a number that is known, the mark of what was seen."""
    special: dict[str, str] = {}
    if rule.endpoint in ("documents.replace", "catalogue.basis_add"):
        special["number"] = factories.document().number
    if rule.endpoint.startswith(("documents.", "catalogue.")):
        special["kind"] = "decree" if rule.endpoint.startswith("documents.") else "fee"
    if rule.endpoint == "catalogue.edit":
        special["system"] = ""
    if rule.endpoint == "documents.edit":
        special["seen"] = document_actions.mark(db.session.get_one(LegalDocument, made.own["document_id"]))
    if rule.endpoint == "catalogue.edit":
        special["seen"] = card_mark(db.session.get(ProcedureCard, made.own["procedure_id"]))
    if rule.endpoint == "catalogue.fact_edit":
        special["seen"] = fact_mark(db.session.get_one(ProcedureFact, made.own["fact_id"]))
    if rule.endpoint == "catalogue.reason_edit":
        special["reason-seen"] = reason_mark(db.session.get_one(RedoReason, made.own["reason_id"]))
    db.session.commit()
    db.session.expire_all()
    return special
