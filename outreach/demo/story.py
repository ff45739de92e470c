"""What happened at the fictional board in two years: who was reached by what, and which dossiers came in.

A seeded generator: the same day gives the same story. Businesses drift slowly to filing online, some move
after a training, most keep to what they did last time.
"""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from outreach import clock
from outreach.campaigns.rules import lots
from outreach.demo.board import AGENCY_OF_FIELD, PROCEDURES, DemoBusiness

MONTHS = 30
DRIFT_PER_MONTH = 0.008
LOT_SEED = "482915"  # six digits called out in the hall
STIRRED = "TH-03"  # whoever was picked for it had begun to file online months before
STIR_MONTHS, STIR = 5, 0.9
OFFLINE_ONLY = "Cung cấp thông tin"
GAINS = {"training": 0.5, "visit": 0.22, "leaflet": 0.0, "dialogue": 0.08, "counter_help": 0.25}
Row = dict[str, Any]


@dataclass(frozen=True)
class Deed:
    """One intervention of the story with the days it reached businesses."""

    code: str
    type: str
    title: str
    held_on: date
    partners: str | None = None
    place: str | None = None
    covers_all: bool = False
    cost_planned_vnd: int | None = None
    cost_vnd: int | None = None
    reached: tuple[tuple[str, date, str], ...] = ()  # tax code, day, proof
    lot: "Lot | None" = None


@dataclass(frozen=True)
class Lot:
    """The list of an intervention whose order was drawn, by tax code."""

    listed: tuple[str, ...]
    seats: int
    seed: str
    drawn_on: date
    witnesses: str


@dataclass
class Story:
    """Rows as the importers take them, in the order they are to be taken in."""

    deeds: list[Deed] = field(default_factory=list)
    dossiers: list[Row] = field(default_factory=list)


def tell(random_: random.Random, businesses: list[DemoBusiness], last: date) -> Story:
    """The two and a half years that end on `last`."""
    first = clock.add_months(last, -MONTHS) + timedelta(days=1)
    story = Story(deeds=_deeds(random_, businesses, last))
    exposed = _first_exposures(story.deeds)
    stirred = _stirred(story.deeds)
    numbers = iter(range(1, 100_000))
    for business in businesses:
        # A chance of its own for each: otherwise one more dossier here would reshuffle everybody after it.
        own = random.Random(business.tax_code)
        story.dossiers.extend(_dossiers(own, business, (exposed, stirred), first, last, numbers))
    story.dossiers.extend(_named_only(businesses, last, numbers))
    story.dossiers.sort(key=lambda row: (row["received_on"], row["dossier_code"]))
    return story


def _named_only(businesses: list[DemoBusiness], last: date, numbers: Any) -> list[Row]:
    """Applicants that the register knows by name only: strangers, and names that somebody has to match."""
    names = ["Công ty TNHH Kho lạnh Mẫu Tân Tiến", "Công ty Cổ phần In ấn Mẫu Lá Xanh"]
    known = [business.name for business in businesses]
    names += [known[0][:-4] + known[0][-3:]] * 3  # typed in a hurry
    names += [f"{known[1]} Việt Nam"] * 2
    names += [f"Chi nhánh {known[2]}", known[3].replace("Công ty TNHH", "Cty Cổ phần")]
    words = known[4].split()
    names += [" ".join([*words[:-3], *words[-2:], words[-3]])] * 2
    rows = []
    for place, name in enumerate(names):
        received = _workday(clock.add_months(last, -1 - (place + 1) % 2))
        rows.append(
            {
                "dossier_code": f"000.00.01.HMAU-{received:%y%m%d}-{next(numbers):05d}",
                "procedure_code": "2.001955",
                "applicant": name,
                "filing_channel": "counter",
                "received_on": received,
                "status": "processing",
            }
        )
    return rows


def _workday(day: date) -> date:
    while day.weekday() > 4:
        day -= timedelta(days=1)
    return day


def _deeds(random_: random.Random, businesses: list[DemoBusiness], last: date) -> list[Deed]:
    def months_ago(months: int, days: int = 0) -> date:
        return _workday(clock.add_months(last, -months) - timedelta(days=days))

    codes = [business.tax_code for business in businesses]
    # More qualify than there are seats: those who file often and mostly on paper.
    on_paper = [b.tax_code for b in businesses if b.volume > 0.5 and b.leaning < 0.5]
    listed = random_.sample(on_paper, 40)
    # Drawn by the product's own recipe, so that anybody can check the demo's minutes too.
    by_lot = [t.code for t in lots.draw(LOT_SEED, [lots.Ticket(i, code) for i, code in enumerate(listed)])]
    lot = Lot(
        tuple(listed),
        20,
        LOT_SEED,
        months_ago(17),
        "Bà Mẫu Thị Hòa, ông Mẫu Văn Thuận (đại diện doanh nghiệp)",
    )
    eager = [b.tax_code for b in businesses if b.tax_code not in listed and b.volume > 0.5][:20]
    laggards = [b.tax_code for b in sorted(businesses, key=lambda b: b.leaning)[:18]]
    in_zone = [b.tax_code for b in businesses if b.zone == businesses[0].zone]
    portal = "Tập huấn nộp hồ sơ trực tuyến trên Cổng Dịch vụ công quốc gia"
    hall = "Hội trường Ban Quản lý các khu công nghiệp tỉnh Mẫu"
    year = last.year

    def deed(
        code: str, type_: str, title: str, day: date, reached: list[str], how: str, **facts: Any
    ) -> Deed:
        return Deed(code, type_, title, day, reached=tuple((tax, day, how) for tax in reached), **facts)

    return [
        deed("TO-ROI-01", "leaflet", "Phát tờ rơi “Nộp hồ sơ tại chỗ, nhận kết quả tại chỗ”", months_ago(20),
             random_.sample(in_zone, 20), "received", cost_planned_vnd=4_000_000, cost_vnd=3_600_000),
        deed("TH-01", "training", f"{portal} (đợt 1)", months_ago(16, 4), by_lot[:20], "attended", place=hall, lot=lot,
             partners="Trung tâm Phục vụ hành chính công tỉnh Mẫu", cost_planned_vnd=18_000_000, cost_vnd=16_500_000),
        Deed("TT-01", "media", "Chuyên mục cải cách hành chính trên Đài Phát thanh và Truyền hình tỉnh Mẫu",
             months_ago(13, 2), "Đài Phát thanh và Truyền hình tỉnh Mẫu", covers_all=True, cost_vnd=12_000_000),
        Deed("TV-01", "visit", "Thăm và làm việc với doanh nghiệp còn nộp hồ sơ giấy", months_ago(11),
             reached=tuple((tax, _workday(months_ago(11) + timedelta(days=2 * i)), "visited")
                           for i, tax in enumerate(laggards)), cost_vnd=5_400_000),
        deed("TH-02", "training", f"{portal} (đợt 2)", months_ago(8, 9), by_lot[20:], "attended", place=hall,
             partners="Trung tâm Phục vụ hành chính công tỉnh Mẫu", cost_planned_vnd=18_000_000, cost_vnd=17_200_000),
        deed("DT-01", "dialogue", f"Đối thoại với doanh nghiệp các khu công nghiệp năm {year}", months_ago(6, 3),
             random_.sample(codes, 26), "attended", place=hall, cost_vnd=22_000_000),
        deed(STIRRED, "training", "Tập huấn ký số, mời doanh nghiệp vừa đăng ký chữ ký số", months_ago(11, 6),
             eager, "attended", place="Trực tuyến", cost_vnd=6_000_000),
        Deed("HT-01", "counter_help", "Hỗ trợ nộp trực tuyến ngay tại Bộ phận Một cửa", months_ago(3),
             reached=tuple((tax, _workday(months_ago(3) + timedelta(days=random_.randrange(70))), "helped")
                           for tax in random_.sample(codes, 15))),
        deed("TH-04", "training", "Tập huấn cấp giấy phép lao động trực tuyến", months_ago(0, 19),
             random_.sample(codes, 14), "attended", place=hall, cost_planned_vnd=9_000_000, cost_vnd=8_800_000),
        # Held this week, attendance not yet recorded: the officer's next task.
        Deed("TH-05", "training", "Tập huấn đăng ký nội quy lao động trực tuyến", _workday(last - timedelta(days=2)),
             place=hall, cost_planned_vnd=7_500_000),
    ]  # fmt: skip


def _first_exposures(deeds: list[Deed]) -> dict[str, dict[str, date]]:
    exposed: dict[str, dict[str, date]] = {}
    for deed in deeds:
        for tax, day, _how in deed.reached:
            known = exposed.setdefault(tax, {})
            known[deed.type] = min(day, known.get(deed.type, day))
    return exposed


def _stirred(deeds: list[Deed]) -> dict[str, date]:
    """From when on those picked for their eagerness filed online more often, by tax code."""
    picked = next(deed for deed in deeds if deed.code == STIRRED)
    return {tax: clock.add_months(day, -STIR_MONTHS) for tax, day, _how in picked.reached}


def _dossiers(
    random_: random.Random, business: DemoBusiness,
    changes: tuple[dict[str, dict[str, date]], dict[str, date]], first: date, last: date, numbers: Any,
) -> list[Row]:  # fmt: skip
    rows: list[Row] = []
    exposed, stirred = changes
    day, went_online = first, False
    while True:
        day += timedelta(days=max(1, round(random_.expovariate(business.volume / 30.4))))
        received = _workday(day)
        if received > last:
            return rows
        procedure = random_.choices(PROCEDURES, weights=[p[4] for p in PROCEDURES])[0]
        months = (received.year - first.year) * 12 + received.month - first.month
        moved = sum(
            GAINS.get(type_, 0.0)
            for type_, since in exposed.get(business.tax_code, {}).items()
            if since < received
        )
        moved += STIR * (received > stirred.get(business.tax_code, last))
        chance = min(0.97, business.leaning + DRIFT_PER_MONTH * months + moved)
        if random_.random() < business.habit and rows:
            online = went_online if random_.random() > moved / 2 else True
        else:
            online = random_.random() < chance
        if procedure[3] == OFFLINE_ONLY:
            online = False
        else:
            went_online = online
        rows.append(_row(random_, business, procedure, received, last, online, next(numbers)))


def _row(
    random_: random.Random, business: DemoBusiness, procedure: tuple[str, str, str, str, int],
    received: date, last: date, online: bool, number: int,
) -> Row:  # fmt: skip
    due = received + timedelta(days=random_.choice((5, 7, 10, 15, 20)))
    finished = received + timedelta(days=max(1, int(random_.gauss((due - received).days * 0.75, 3))))
    done = finished <= last
    sent_back = done and random_.random() < (0.06 if online else 0.1)
    assistance = random_.choices(
        ("alone", "assisted", "filed_for", None), weights=(55, 14, 6, 25) if online else (60, 10, 0, 30)
    )[0]
    return {
        "dossier_code": f"000.00.01.HMAU-{received:%y%m%d}-{number:05d}",
        "procedure_code": procedure[0],
        "procedure_name": procedure[1],
        "field": procedure[2],
        "agency": AGENCY_OF_FIELD[procedure[2]],
        "applicant": business.name,
        "tax_code": business.tax_code,
        "filing_channel": "online" if online else ("post" if random_.random() < 0.08 else "counter"),
        "return_channel": ("online" if online else random_.choice(("counter", "counter", "post")))
        if done
        else None,
        "received_on": received,
        "due_on": due,
        "finished_on": finished if done and not sent_back else None,
        "returned_on": finished if done and not sent_back else None,
        "status": "sent_back" if sent_back else "returned" if done else "processing",
        "paid_vnd": random_.choice((100_000, 200_000, 400_000, 600_000))
        if online and random_.random() < 0.3
        else None,
        "digitised": online or random_.random() < 0.5,
        "assistance": assistance,
    }
