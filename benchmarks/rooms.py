"""The rooms around a measured board's interventions: sessions, visits, leaflets, help, notices, letters."""

from datetime import timedelta

from sqlalchemy import Connection, func, select

from benchmarks.deeds import EACH, SEATS, Deed, Row, add, at
from outreach import clock
from outreach.accounts.models import SignInSession, User
from outreach.accounts.rules import token_hash
from outreach.counter.models import CounterHelp
from outreach.leaflets.models import Handout, Leaflet, LeafletBatch, Scan
from outreach.notices.models import Notice
from outreach.outbox.models import OutgoingMessage
from outreach.text import fold
from outreach.trainings.models import Participant, Registration, Session, SessionInvitation
from outreach.tutorials.models import TutorialVersion
from outreach.visits.models import Promise, VisitDay, VisitStop
from outreach.workdays.models import SpecialDay

CLERK = "the token of a clerk of the benches"


def furnish(connection: Connection, deeds: list[Deed], businesses: int) -> None:
    """What belongs to these interventions, in proportion to them."""
    of_type = {
        type: [deed for deed in deeds if deed.type == type] for type in ("training", "visit", "leaflet")
    }
    _sessions(connection, of_type["training"], businesses)
    _visits(connection, of_type["visit"], businesses)
    _leaflets(connection, of_type["leaflet"], businesses)
    _help(connection, deeds, businesses)
    _letters(connection, deeds, businesses)


def _sessions(connection: Connection, deeds: list[Deed], businesses: int) -> None:
    """A session of each training; who was invited, who registered, and who came."""
    add(
        connection, Session,
        (
            {
                "id": deed.id, "public_id": f"session-{deed.id}", "intervention_id": deed.id,
                "starts_at": at(deed.day, 8), "ends_at": at(deed.day, 11), "place": "Hội trường Ban",
                "capacity": 2 * SEATS, "seats_taken": 2 * SEATS, "created_at": clock.now(),
            }
            for deed in deeds
        ),
    )  # fmt: skip
    seats = [(deed, turn, id) for deed in deeds for turn, id in enumerate(deed.meets(businesses, SEATS))]
    now = clock.now()
    add(
        connection, SessionInvitation,
        (
            {
                "public_id": f"invitation-{deed.id}-{id}", "session_id": deed.id, "business_id": id,
                "invited_at": now,
            }
            for deed, _, id in seats
        ),
    )  # fmt: skip
    add(
        connection, Registration,
        (
            {
                "id": deed.id * 100 + turn, "public_id": f"registration-{deed.id}-{id}",
                "session_id": deed.id, "business_id": id, "seats": 2, "state": "registered", "how": "portal",
                "contact_name": "Trần Thị Mẫu", "registered_at": now,
            }
            for deed, turn, id in seats
        ),
    )  # fmt: skip
    add(
        connection, Participant,
        (
            {
                "session_id": deed.id, "registration_id": deed.id * 100 + turn, "business_id": id,
                "name": name, "name_folded": fold(name),
                "checked_in_at": at(deed.day, 8) if deed.over else None,
            }
            for deed, turn, id in seats for name in ("Lê Văn Mẫu", "Phạm Thị Mẫu")
        ),
    )  # fmt: skip


def _visits(connection: Connection, deeds: list[Deed], businesses: int) -> None:
    now = clock.now()
    add(
        connection, VisitDay,
        (
            {
                "id": deed.id, "public_id": f"visit-{deed.id}", "intervention_id": deed.id,
                "zone_id": deed.id % 4 + 1, "day": deed.day, "team": "Tổ công tác", "created_at": now,
            }
            for deed in deeds
        ),
    )  # fmt: skip
    stops = [(deed, turn, id) for deed in deeds for turn, id in enumerate(deed.meets(businesses, EACH), 1)]
    add(
        connection, VisitStop,
        (
            {
                "id": deed.id * 100 + turn, "public_id": f"stop-{deed.id}-{turn}", "visit_day_id": deed.id,
                "business_id": id, "place": turn, "outcome": "visited" if deed.over else "planned",
                "met": "Chị Mẫu, nhân sự" if deed.over else None,
                "barriers": ["S132", "S140"] if deed.over else [],
            }
            for deed, turn, id in stops
        ),
    )  # fmt: skip
    add(
        connection, Promise,
        (
            {
                "business_id": id, "stop_id": deed.id * 100 + turn, "text": "Gửi mẫu đơn đã điền",
                "due_on": deed.day + timedelta(days=30), "owner_id": 1, "made_at": now,
                "state": "kept" if turn % 4 else "open", "closed_on": deed.day if turn % 4 else None,
            }
            for deed, turn, id in stops if deed.over
        ),
    )  # fmt: skip


def _leaflets(connection: Connection, deeds: list[Deed], businesses: int) -> None:
    now, version = clock.now(), connection.scalar(select(func.max(TutorialVersion.id)))
    words: Row = {"title": "Nộp giấy phép lao động", "ready": ["Hộ chiếu"], "steps": ["Đăng nhập", "Ký số"]}
    words |= {"language": "vi", "opening": None, "closing": None}
    printed = {
        "words": words, "board": "Ban Mẫu", "address": "https://example.vn/t/mau", "version": 1,
        "slug": "cap-giay-phep-lao-dong", "tutorial": words["title"], "portal": "", "unchecked": False,
    }  # fmt: skip
    designs = max(1, len(deeds) // 4)
    add(
        connection, Leaflet,
        (
            {**words, "id": id, "public_id": f"leaflet-{id}", "version_id": version,
             "created_at": now, "changed_at": now}
            for id in range(1, designs + 1)
        ),
    )  # fmt: skip
    add(
        connection, LeafletBatch,
        (
            {
                "id": deed.id, "code": f"bench{deed.id}", "leaflet_id": deed.id % designs + 1,
                "intervention_id": deed.id, "printed": printed, "quantity": 500, "handed_out": 20 * EACH,
                "ordered_on": deed.day, "printed_on": deed.day, "cost_vnd": 900_000, "created_at": now,
            }
            for deed in deeds
        ),
    )  # fmt: skip
    add(
        connection, Handout,
        (
            {
                "batch_id": deed.id, "business_id": id, "quantity": 20, "handed_on": deed.day,
                "recorded_at": now,
            }
            for deed in deeds for id in deed.meets(businesses, EACH)
        ),
    )  # fmt: skip
    add(
        connection, Scan,
        (
            {"batch_id": deed.id, "visitor": f"visitor-{turn}", "scanned_on": deed.day, "business_id": id}
            for deed in deeds for turn, id in enumerate(deed.meets(businesses, 3 * EACH))
        ),
    )  # fmt: skip


def _help(connection: Connection, deeds: list[Deed], businesses: int) -> None:
    """At the counter, a few times for every intervention."""
    now = clock.now()
    add(
        connection, CounterHelp,
        (
            {
                "client_id": f"help-{deed.id}-{id}", "intervention_id": deed.id, "business_id": id,
                "helped_on": deed.day, "assistance": "assisted", "offered": True,
                "account_created": id % 2 == 0, "payment_helped": False, "dossier_code": None,
                "without_dossier": id % 8 != 0, "recorded_at": now, "recorded_by_id": 1,
            }
            for deed in deeds if deed.over for id in deed.meets(businesses, 4)
        ),
    )  # fmt: skip


def _letters(connection: Connection, deeds: list[Deed], businesses: int) -> None:
    """Notices and e-mails, and the days that are off."""
    now, today = clock.now(), clock.today()
    pairs = [(deed, id) for deed in deeds for id in deed.meets(businesses, 6)]
    add(
        connection, Notice,
        (
            {"business_id": id, "title": f"Mời dự buổi {deed.id}", "text": "Kính mời.", "created_at": now}
            for deed, id in pairs
        ),
    )  # fmt: skip
    add(
        connection,
        Notice,
        ({"business_id": 1, "title": f"Mời dự buổi {deed.id}", "created_at": now} for deed in deeds),
    )
    add(
        connection, OutgoingMessage,
        (
            {
                "message_id": f"<bench-{deed.id}-{id}@example.vn>", "address": f"lienhe{id}@example.vn",
                "subject": f"Mời dự buổi {deed.id}", "body": "", "purpose": "session", "created_at": now,
                "due_at": now, "state": "sent" if id % 50 else "failed", "sent_at": now if id % 50 else None,
            }
            for deed, id in pairs
        ),
    )  # fmt: skip
    off = [today + timedelta(days=14 * turn - 600) for turn in range(len(deeds) // 10)]
    rows = [{"day": day, "off": True, "name": "Nghỉ bù", "recorded_at": now} for day in off]
    add(connection, SpecialDay, rows)
    _clerk(connection)


def _clerk(connection: Connection) -> None:
    """Of the first business, signed in: notices are for businesses only."""
    now = clock.now()
    names = {"name": "Người Đo", "name_sort": "", "name_folded": "", "phone": "0900000000"}
    add(connection, User, [{**names, "id": 2, "role": "business", "business_id": 1, "created_at": now}])
    add(
        connection, SignInSession,
        [
            {
                "token_hash": token_hash(CLERK), "user_id": 2, "created_at": now, "last_seen_at": now,
                "network": "127.0.0.0/24", "browser": "bench",
            }
        ],
    )  # fmt: skip
