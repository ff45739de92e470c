"""The plan of Đồng Nai for 2023 in its own words, and its way through the pages."""

import json
from pathlib import Path
from typing import Any

from tests.client import CheckedClient

FILE = Path(__file__).parent.parent / "data/dong-nai-2023/plan.json"


def dong_nai() -> dict[str, Any]:
    """The plan part by part, and under `document` the original's paragraphs in their order."""
    words: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return words


def enter(officer: CheckedClient, words: dict[str, Any]) -> int:
    """Type the whole plan in as an officer would, form by form; the plan's id."""
    head = {"title": words["title"], "starts_on": "1/1/2023", "ends_on": "31/12/2023", "place": "Đồng Nai"}
    answer = officer.post("/ke-hoach/moi", data=head)
    assert answer.status_code == 303, answer.text
    plan_id = int(answer.location.rsplit("/", 1)[1])
    for basis in words["bases"]:
        answer = officer.post(f"/ke-hoach/{plan_id}/can-cu", data=basis)
        assert answer.status_code == 303, answer.text
    parts: dict[str, dict[str, Any]] = {
        "loi-dan": {"opening": words["opening"]},
        "muc-dich": {"text": "\r\n".join(f"- {text}" for text in words["purposes"])},
        "yeu-cau": {"text": "\r\n".join(words["requirements"])},
        "doi-tuong": {"text": "\r\n".join(words["audiences"])},
        "noi-dung": {f"content_{letter}": text for letter, text in words["contents"].items()},
        "hinh-thuc": {"text": "\r\n\r\n".join(f"- {text}" for text in words["forms"])},
        "to-chuc": {
            "text": "\r\n".join(f"{number}. {text}" for number, text in enumerate(words["tasks"], 1)),
            "leads": "\r\n".join(words["leads"]), "joins": "\r\n".join(words["joins"]),
            "funds": words["funds"], "funds_place": str(words["funds_place"]),
        },
        "noi-nhan": {
            "receivers": "\r\n".join(words["receivers"]), "signed_as": "\r\n".join(words["signed_as"]),
            "signer": words["signer"],
        },
    }  # fmt: skip
    for part, data in parts.items():
        address = f"/ke-hoach/{plan_id}/sua/{part}"
        seen = hidden(officer.get(address).text, "seen")
        answer = officer.post(address, data={**data, "seen": seen})
        assert answer.status_code == 303, (part, answer.text)
    return plan_id


def hidden(page: str, name: str) -> str:
    """The value of a hidden field of a page; '' where it has none."""
    tag = next((tag for tag in page.split("<input")[1:] if f'name="{name}"' in tag.split(">")[0]), "")
    return tag.partition('value="')[2].partition('"')[0]
