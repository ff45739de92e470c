"""How a document on paper names the legal documents it rests on, and dates (Decree 30/2020/NĐ-CP)."""

from datetime import date

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
