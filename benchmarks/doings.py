"""Everything that a board has planned and done about online filing, of a given size, for measuring lists."""

import random
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection

from benchmarks import rooms
from benchmarks.deeds import EACH, SEATS, Deed, Row, add
from outreach import clock
from outreach.campaigns.models import (
    Attendance,
    Campaign,
    Evidence,
    ExposureRecord,
    Intervention,
    Plan,
    PlanContent,
    PlanItem,
    PlanTarget,
    PlanUnit,
    Question,
)
from outreach.database import db
from outreach.text import fold_words

TYPES = ("training",) * 8 + ("visit",) * 5 + ("leaflet",) * 3 + ("dialogue", "article", "broadcast", "poster")
CHANNELS = ("training", "dialogue", "leaflet", "province_site", "zalo", "visit", None)
CONTENTS = "abcdeghiklm"
LONG_AGO, AHEAD = 700, 60  # days before and after today in which interventions are held


def furnish(businesses: int, interventions: int) -> None:
    """Plans, campaigns, sessions, visits, leaflets, help, notices and letters in proportion."""
    chance = random.Random(5)
    days = sorted(
        (clock.today() + timedelta(days=chance.randrange(-LONG_AGO, AHEAD)) for _ in range(interventions)),
        reverse=True,
    )
    deeds = [Deed(id, TYPES[id % len(TYPES)], day) for id, day in enumerate(days, 1)]
    with db.engine.begin() as connection:
        _plans(connection, interventions)
        _interventions(connection, deeds, chance, businesses)
        rooms.furnish(connection, deeds, businesses)
    db.session.commit()


def _plans(connection: Connection, interventions: int) -> None:
    """Two plans a year and what is left of earlier years; a campaign per twenty interventions."""
    year = clock.today().year
    plans, lines = max(2, interventions // 20), 40
    add(
        connection, Plan,
        [
            {
                "id": id, "title": f"Kế hoạch tuyên truyền số {id}", "title_folded": f"ke hoach so {id}",
                "starts_on": date(year - id % 12, 1, 1), "ends_on": date(year - id % 12, 12, 31),
                "state": "draft" if id % 12 == 5 else "approved", "created_at": clock.now(),
                "purposes": ["Nâng tỷ lệ nộp trực tuyến"], "audiences": ["Doanh nghiệp trong khu"],
            }
            for id in range(1, plans + 1)
        ],
    )  # fmt: skip
    for model, rows in _parts_of_plans(plans, lines, year).items():
        add(connection, model, rows)
    add(
        connection, Campaign,
        [
            {
                "id": id, "plan_id": id % plans + 1, "title": f"Chiến dịch số {id}",
                "title_folded": f"chien dich so {id}", "purpose": "Để doanh nghiệp tự nộp",
                "starts_on": date(year - id % 12, 1, 1), "ends_on": date(year - id % 12, 12, 31),
                "cost_planned_vnd": 50_000_000, "created_at": clock.now(),
            }
            for id in range(1, plans + 1)
        ],
    )  # fmt: skip


def _parts_of_plans(plans: int, lines: int, year: int) -> dict[Any, list[Row]]:
    ids = range(1, plans + 1)
    return {
        PlanContent: [
            {"plan_id": id, "letter": letter, "text": f"Nội dung {letter}"}
            for id in ids for letter in CONTENTS
        ],
        PlanTarget: [
            {
                "plan_id": id, "outcome": "online", "baseline_number": 15, "baseline_total": 100,
                "goal_from": 3000, "due_on": date(year, 12, 31),
            }
            for id in ids
        ],
        PlanUnit: [
            {"plan_id": id, "name": f"Đơn vị {turn}", "part": "leads" if turn == 0 else "joins"}
            for id in ids for turn in range(3)
        ],
        PlanItem: [
            {
                "plan_id": id, "place": line, "title": f"Việc {line} của kế hoạch {id}",
                "type": TYPES[line % len(TYPES)], "channel": CHANNELS[line % len(CHANNELS)],
                "contents": [CONTENTS[line % len(CONTENTS)]], "year": year - id % 12, "quarter": line % 4 + 1,
                "leader": "Văn phòng Ban", "cost_planned_vnd": 2_000_000,
            }
            for id in ids for line in range(lines)
        ],
    }  # fmt: skip


def _interventions(connection: Connection, deeds: list[Deed], chance: random.Random, businesses: int) -> None:
    plans = max(2, len(deeds) // 20)
    add(connection, Intervention, (_intervention(deed, plans, chance) for deed in deeds))
    now = clock.now()
    past = [deed for deed in deeds if deed.over]
    add(
        connection, Attendance,
        (
            {
                "intervention_id": deed.id, "business_id": id, "attended_on": deed.day, "people": 2,
                "recorded_at": now,
            }
            for deed in past if deed.type in ("training", "dialogue") for id in deed.meets(businesses, SEATS)
        ),
    )  # fmt: skip
    add(
        connection, ExposureRecord,
        (
            {
                "intervention_id": deed.id, "business_id": id, "exposed_on": deed.day, "how": "visited",
                "recorded_at": now,
            }
            for deed in past if deed.type in ("visit", "leaflet") for id in deed.meets(businesses, EACH)
        ),
    )  # fmt: skip
    add(
        connection, Evidence,
        (
            {
                "public_id": f"evidence-{deed.id}", "intervention_id": deed.id, "kind": "report",
                "title": "Báo cáo kết quả", "url": "https://example.vn/bao-cao", "added_at": now,
            }
            for deed in past if deed.id % 3 == 0
        ),
    )  # fmt: skip
    add(
        connection, Question,
        (
            {
                "intervention_id": deed.id, "business_id": id, "text": "Bao giờ có kết quả?",
                "answers": "Phòng Quản lý đầu tư", "due_on": deed.day + timedelta(days=20), "asked_at": now,
            }
            for deed in past if deed.type == "dialogue" for id in deed.meets(businesses, 4)
        ),
    )  # fmt: skip


def _intervention(deed: Deed, plans: int, chance: random.Random) -> Row:
    title = f"Hoạt động số {deed.id} ngày {deed.day:%d/%m/%Y}"
    return {
        "id": deed.id, "code": f"DO-{deed.id:04}", "type": deed.type, "title": title,
        "title_folded": fold_words(title), "held_on": deed.day, "place": "Hội trường Ban",
        "campaign_id": deed.id % plans + 1, "plan_item_id": deed.id if deed.id % 4 else None,
        "channel": CHANNELS[deed.id % len(CHANNELS)], "contents": [CONTENTS[deed.id % len(CONTENTS)]],
        "covers_all": deed.type in ("article", "broadcast"), "cost_planned_vnd": 1_000_000,
        "cost_vnd": chance.randrange(500_000, 3_000_000), "created_at": clock.now(),
    }  # fmt: skip
