"""A plan as a document on paper, word for word, in the format of Decree 30/2020/NĐ-CP, appendix I.

Such a document is Vietnamese whatever language its reader has chosen, so nothing here is translated.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
NAME = "KẾ HOẠCH"
RECEIVERS = "Nơi nhận:"
ANNEX = "PHỤ LỤC"

# Titles that begin so follow the issuer without "về".
_VERBS = (
    "quy định", "sửa đổi", "bổ sung", "ban hành", "hướng dẫn", "phê duyệt", "công bố", "chi tiết",
    "thực hiện",
)  # fmt: skip
_KINDS = {
    "law": "Luật", "decree": "Nghị định", "decision": "Quyết định", "circular": "Thông tư",
    "resolution": "Nghị quyết", "dispatch": "Công văn", "plan": "Kế hoạch", "other": "Văn bản",
}  # fmt: skip


def basis(kind: str, number: str, title: str, issuer: str | None, issued_on: date | None) -> str:
    """ "Căn cứ Kế hoạch số 12/KH-UBND ngày 12/01/2023 của UBND tỉnh về …", always in Vietnamese."""
    words = ["Căn cứ", _KINDS.get(kind, "Văn bản"), "số", number]
    if issued_on:
        words += ["ngày", f"{issued_on:%d/%m/%Y}"]
    if issuer:
        words += ["của", issuer]
    lowered = title[:1].lower() + title[1:]
    if lowered.startswith((*_VERBS, "về ", "việc ")):
        words += [*(["về"] if lowered.startswith("việc ") else []), lowered]
    else:
        words += ["về", title]
    return " ".join(words).rstrip(" .;,")


def place_and_day(place: str | None, issued_on: date | None, year: int) -> str:
    """ "Đồng Nai, ngày 05 tháng 01 năm 2023"; days below 10 and the months 1 and 2 take a zero."""
    where = f"{place}, " if place else ""
    if issued_on is None:
        return f"{where}ngày      tháng      năm {year}"
    month = f"{issued_on.month:02}" if issued_on.month < 3 else str(issued_on.month)
    return f"{where}ngày {issued_on.day:02} tháng {month} năm {issued_on.year}"


def roman(number: int) -> str:
    """I to X: the parts of a document."""
    return ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")[number - 1]


class Text(NamedTuple):
    """What a plan says, part by part; `bases` are sentences without their marks at the end."""

    title: str
    bases: Sequence[str]
    opening: str | None
    purposes: Sequence[str]
    requirements: Sequence[str]
    audiences: Sequence[str]
    contents: Sequence[tuple[str, str]]  # letter, paragraphs a line each
    forms: Sequence[str]
    tasks: Sequence[str]
    funds: str | None
    funds_place: int | None


class Block(NamedTuple):
    """A paragraph of the body: 'basis', 'opening', 'part', 'point', 'text'."""

    kind: str
    text: str


def body(plan: Text) -> list[Block]:
    """The paragraphs from the legal bases to the closing sentence; parts without words are left out."""
    blocks = _before(plan)
    part = 0
    for heading, texts in (("Mục đích", plan.purposes), ("Yêu cầu", plan.requirements)):
        if texts:
            part += 1
            blocks.append(Block("part", f"{roman(part)}. {heading}"))
            blocks += [Block("text", f"- {text}") for text in texts]
    informing = _informing(plan)
    if informing:
        part += 1
        blocks += [Block("part", f"{roman(part)}. Đối tượng, nội dung và hình thức tuyên truyền"), *informing]
    tasks = with_funds(plan.tasks, plan.funds, plan.funds_place)
    if tasks:
        part += 1
        blocks.append(Block("part", f"{roman(part)}. Tổ chức thực hiện"))
        blocks += [Block("text", f"{number}. {text}") for number, text in enumerate(tasks, 1)]
    lowered = plan.title[:1].lower() + plan.title[1:]
    return [*blocks, Block("text", f"Trên đây là Kế hoạch {lowered.rstrip(' .')}./.")]


def with_funds(tasks: Sequence[str], funds: str | None, place: int | None) -> list[str]:
    """The tasks with the funds among them, where the document has them; else last."""
    whole = list(tasks)
    if funds:
        whole.insert(place - 1 if place else len(whole), " ".join(funds.split()))
    return whole


def _before(plan: Text) -> list[Block]:
    bases = [Block("basis", f"{text};") for text in plan.bases]
    if bases:  # the last one leads to the sentence that follows
        bases[-1] = Block("basis", bases[-1].text[:-1] + ("," if plan.opening else "."))
    return [*bases, *([Block("opening", " ".join(plan.opening.split()))] if plan.opening else [])]


def _informing(plan: Text) -> list[Block]:
    blocks: list[Block] = []
    point = 0
    contents = [paragraph for letter, text in plan.contents for paragraph in _lettered(letter, text)]
    for heading, texts in (
        ("Đối tượng tuyên truyền", plan.audiences),
        ("Nội dung tuyên truyền", contents),
        ("Hình thức tuyên truyền", [f"- {text}" for text in plan.forms]),
    ):
        if texts:
            point += 1
            blocks.append(Block("point", f"{point}. {heading}"))
            blocks += [Block("text", text) for text in texts]
    return blocks


def _lettered(letter: str, text: str) -> list[str]:
    first, *others = text.splitlines() or [""]
    return [f"{letter}) {first.removeprefix(f'{letter})').strip()}", *others]


# ── the annex: targets and lines as tables ───────────────────────────────────────────────────────────────

TARGETS = ("1. Chỉ tiêu", ("TT", "Chỉ tiêu", "Hiện có", "Mục tiêu", "Thời hạn"))
ITEMS = (
    "2. Danh mục hoạt động",
    ("TT", "Hoạt động", "Nội dung", "Thời gian", "Số lần", "Chủ trì, phối hợp", "Kinh phí (đồng)"),
)


def numbered(number: str | None) -> str:
    """ "Số: 225/KH-BQL"; room to write it in while there is none."""
    return f"Số: {number or '          '}"


def attached(number: str | None, issued_on: date | None) -> str:
    """ "(Kèm theo Kế hoạch số …)"."""
    day = f" ngày {issued_on:%d/%m/%Y}" if issued_on else ""
    return f"(Kèm theo Kế hoạch{f' số {number}' if number else ''}{day})"


def sharing(leads: Sequence[str], joins: Sequence[str]) -> str:
    """Who leads and who joins, in one sentence."""
    parts = [
        f"Chủ trì: {', '.join(leads)}" if leads else "",
        f"phối hợp: {', '.join(joins)}" if joins else "",
    ]
    sentence = "; ".join(part for part in parts if part)
    return f"{sentence[:1].upper()}{sentence[1:]}."


def target_cells(target: Any, outcomes: Mapping[str, Any]) -> list[str]:
    """One target (columns of PlanTarget) as the cells of its row."""
    if target.baseline_total:
        share = round(target.baseline_number * 10_000 / target.baseline_total)
        baseline = f"{target.baseline_number}/{target.baseline_total} ({_percent(share)})"
    else:
        baseline = "chưa có số liệu" if target.baseline_share is None else _percent(target.baseline_share)
    goal = _percent(target.goal_from)
    if target.goal_to is not None:
        goal = f"từ {goal} đến {_percent(target.goal_to)}"
    return [str(outcomes.get(target.outcome, "")), baseline, goal, f"{target.due_on:%d/%m/%Y}"]


def item_cells(item: Any, channels: Mapping[str, Any]) -> list[str]:
    """One line (columns of PlanItem) as the cells of its row."""
    quarter = f"Quý {roman(item.quarter)}/{item.year}" if item.quarter else f"Cả năm {item.year}"
    channel = channels.get(item.channel)
    title = f"{item.title} ({channel.label})" if channel else item.title
    cost = "" if item.cost_planned_vnd is None else f"{item.cost_planned_vnd:,}".replace(",", ".")
    who = "; ".join(part for part in (item.leader, item.partners) if part)
    return [title, ", ".join(item.contents), quarter, str(item.times), who, cost]


def _percent(share: int) -> str:
    whole, rest = divmod(share, 100)
    return f"{whole},{rest:02}%" if rest else f"{whole}%"
