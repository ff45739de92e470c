"""What somebody sensible types into the forms of plans, campaigns, leaflets, counter help and days off."""

from typing import Any

from werkzeug.routing import Rule

from outreach import clock
from outreach.accounts.models import Role
from outreach.businesses.models import Business
from outreach.campaigns.actions import plans
from outreach.campaigns.models import Intervention, Plan
from outreach.campaigns.views.plan_parts import HEAD
from outreach.campaigns.views.proofs import mark_of
from outreach.database import db
from tests import factories, world
from tests.dossiers import waiting

DAY = "05/03/2026"

# Of every form of a room, by the part of its endpoint before the dot.
ROOMS = {
    "campaigns": {
        "starts_on": DAY, "ends_on": "06/03/2026", "due_on": "31/12/2026", "issued_on": DAY,
        "answered_on": DAY,
        "span": "", "audience": "businesses", "channel": "", "contents": "a", "campaign_id": "",
        "plan_item_id": "", "plan_id": "", "plan": "", "item": "", "campaign": "", "detail_materials": "",
        "procedure_id": "", "owner_id": "", "business": "", "url": "https://example.vn/bai",
        "outcome": "online",
        "baseline_share": "15", "baseline_number": "", "baseline_total": "", "goal_from": "30",
        "goal_to": "40",
        "quarter": "1", "year": "2026", "funds_place": "",
    },
    "helpdesk": {
        "client_id": "sent-once-by-the-fuzz", "text": "Em không thấy nút nộp", "quick": "", "quoted": "",
        "files": "", "note": "", "saved_reply": "", "seen": "", "first": "", "procedure": "",
    },
    "fetching": {
        "address": "https://so.mau.vn/ho-so.csv", "system": "main", "secret": "", "every": "day",
        "weekday": "1", "month_day": "31", "hour": "6", "by_itself": "", "most_refused": "2",
        "quiet_days": "7",
    },
    "leaflets": {"quantity": "50", "printed_on": "", "place": "", "business_id": ""},
    "workdays": {"kind": "off", "first": "17/02/2026", "last": "18/02/2026"},
}  # fmt: skip
# Of one form, where it differs from its room.
FORMS = {
    "campaigns.add_link": {"kind": "photo"},
    "campaigns.plan_bases": {"kind": "decree", "number": "12/2026/NĐ-CP"},
    "campaigns.create": {"ends_on": ""},
    "campaigns.edit_plan": {"number": "8/KH-BQL"},
    "campaigns.issue_plan": {"number": "9/KH-BQL"},
    "campaigns.edit": {"ends_on": ""},
    "counter.complete": {"code": "H56-260305-0042"},
}


def fitting(endpoint: str, values: dict[str, Any]) -> dict[str, Any]:
    """The path arguments with things that the deed of these rooms fits."""
    if endpoint == "campaigns.cancel":
        return values | {"intervention_id": factories.intervention().id}
    if endpoint == "documents.delete":  # one that nothing cites
        return values | {"document_id": factories.document().id}
    if endpoint in ("dossiers.import_columns", "dossiers.import_columns_forget", "dossiers.import_kind"):
        return values | {"public_id": waiting.asking().public_id}
    if endpoint in ("dossiers.import_changes", "dossiers.import_compare"):
        return values | {"public_id": waiting.to_be_confirmed().public_id}
    if endpoint == "campaigns.issue_plan":
        db.session.get_one(Plan, values["plan_id"]).state = "approved"
    return values


def sensible(rule: Rule, made: world.World) -> dict[str, str]:
    """The values of a form by field."""
    room, _dot, _view = rule.endpoint.partition(".")
    values = ROOMS.get(room, {}) | FORMS.get(rule.endpoint, {})
    if rule.endpoint == "campaigns.write_minutes":
        values["seen"] = mark_of(db.session.get_one(Intervention, made.own["intervention_id"]).minutes)
    if rule.endpoint == "campaigns.edit_plan":
        values["seen"] = plans.mark(db.session.get_one(Plan, made.own["plan_id"]), HEAD)
    if rule.endpoint == "counter.record":
        values["deed"] = f"{made.own['procedure_id']}-assisted"
    if room == "fetching":
        values |= {"owner_id": str(factories.user(Role.OFFICER).id)}
    if room == "leaflets":  # the small world orders today
        values |= dict.fromkeys(("ordered_on", "handed_on", "recalled_on"), f"{clock.today():%d/%m/%Y}")
    if rule.endpoint == "leaflets.create":
        values["slug"] = str(made.own["slug"])
    if rule.endpoint == "leaflets.handouts":
        values["business"] = str(db.session.get_one(Business, made.own["business_id"]).tax_code)
    db.session.commit()  # an open transaction of the test would keep the request waiting
    return values
