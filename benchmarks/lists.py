"""CPU of the lists of plans, trainings, visits and leaflets against a bare Flask view, on a large board."""

import statistics
from typing import NamedTuple

from benchmarks import doings
from benchmarks.boards import TOKEN, board
from benchmarks.pages import count, cpu, floor, getter
from benchmarks.rooms import CLERK

ROUNDS = 25
LIST = 18.0  # times a bare view
SLACK = 1.3  # what a busy machine may add before the bench fails
MOST_STATEMENTS = 8  # whatever the size of the board
BOARDS = ((20, 40), (2000, 500))  # businesses, interventions


class Page(NamedTuple):
    """A page that is measured: one object's may hold more than a list. `token` says who opens it."""

    path: str
    limit: float = LIST
    token: str = TOKEN


PAGES = {
    "interventions": Page("/hoat-dong"),
    "… of a zone": Page("/hoat-dong?zone=1"),
    "… of a form": Page("/hoat-dong?type=training"),
    "… page 2": Page("/hoat-dong?page=2"),
    "campaigns": Page("/chien-dich"),
    "one campaign": Page("/chien-dich/1", 22.0),
    "what it misses": Page("/chien-dich/1/con-thieu"),
    "plans": Page("/ke-hoach"),
    "one plan": Page("/ke-hoach/1", 26.0),
    "its progress": Page("/ke-hoach/1/tien-do", 50.0),
    "the matrix": Page("/ma-tran", 36.0),
    "calendar, month": Page("/lich"),
    "calendar, list": Page("/lich?show=list"),
    "to do": Page("/viec-can-lam"),
    "questions": Page("/doi-thoai/cau-hoi"),
    "sessions": Page("/dang-ky"),
    "past sessions": Page("/dang-ky?show=past"),
    "one session": Page("/buoi/session-40"),
    "invitations": Page("/buoi/session-40/giay-moi"),
    "check-in": Page("/buoi/session-40/diem-danh"),
    "visits": Page("/di-tham"),
    "past visits": Page("/di-tham?show=past"),
    "a visit day": Page("/di-tham/visit-30"),
    "a stop": Page("/di-tham/visit-30/stop-30-1"),
    "promises": Page("/cam-ket"),
    "leaflets": Page("/to-roi"),
    "a batch": Page("/to-roi/dot/34"),
    "its handouts": Page("/to-roi/dot/34/phat"),
    "counter": Page("/ho-tro-tai-quay"),
    "helps": Page("/ho-tro-tai-quay/danh-sach"),
    "letters": Page("/thu-da-gui"),
    "notices": Page("/thong-bao", token=CLERK),
    "days off": Page("/ngay-nghi"),
}


def run() -> bool:
    """Print ratio and statements of each page on both boards; True when within the limits."""
    small, large = (_measure(*size) for size in BOARDS)
    fine = True
    for name, page in PAGES.items():
        ratio, statements = large[name]
        faults = [
            "OVER" if ratio > page.limit * SLACK else "",
            "TOO MANY STATEMENTS" if statements > MOST_STATEMENTS else "",
            f"STATEMENTS GROW, {small[name][1]} on a small board" if statements > small[name][1] else "",
        ]
        said = ", ".join(fault for fault in faults if fault)
        fine &= not said
        print(
            f"{name:<16} {ratio:5.1f}× bare view (limit {page.limit:.0f}×), small {small[name][0]:.1f}×, "
            f"{statements} statements (limit {MOST_STATEMENTS})"
            f"{'  ← ' + said if said else '  over, within the slack' if ratio > page.limit else ''}"
        )
    return fine


def _measure(businesses: int, interventions: int) -> dict[str, tuple[float, int]]:
    """Ratio and statements of each page, measured in turns so that a busy minute hits all alike."""
    with board(businesses) as app:
        doings.furnish(businesses, interventions)
        pages = {name: getter(app, page.path, page.token) for name, page in PAGES.items()}
        bare = floor()
        for get in (bare, *pages.values()):
            for _ in range(3):
                get()
        times: dict[str, list[float]] = {name: [] for name in ("floor", *pages)}
        for _ in range(ROUNDS):
            times["floor"].append(cpu(bare, 10))
            for name, get in pages.items():
                times[name].append(cpu(get))
        base = statistics.median(times["floor"])
        return {name: (statistics.median(times[name]) / base, count(get)) for name, get in pages.items()}
