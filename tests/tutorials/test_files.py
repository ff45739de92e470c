"""Tutorial files, and taking them in."""

import json
from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from outreach.refusals import Refused
from outreach.tutorials import actions, queries
from outreach.tutorials.actions import loading
from outreach.tutorials.rules import check_content
from outreach.tutorials.rules.files import read_tutorial
from tests import factories

VIETNAMESE = """+++
title = "Đăng ký nội quy lao động"
summary = "Nộp nội quy qua Cổng."
procedure = "2.001955"
system = "national"
portal = "Cổng Dịch vụ công quốc gia"
checked_on = 2026-07-18
cites = ["118/2025/NĐ-CP"]

[[sources]]
text = "Trang thủ tục"
url = "https://dichvucong.gov.vn/"
seen_on = 2026-07-18
+++

- Bản mềm nội quy

## Chuẩn bị

### Mở Cổng {#mo-cong}

Vào Cổng.

Rồi đợi.

> Lỗi hay gặp: vào cổng cũ
> của tỉnh.

> Chú thích thường

### Đăng nhập {#dang-nhap who=director device=phone practice=sign_in}

Quét mã.

> Bây giờ Anh/Chị thấy: tên doanh nghiệp.

## Câu hỏi kiểm tra

### Ai quét mã?

1. Nhân viên
2. Người đại diện *

> Vì sao: tài khoản của tổ chức.
"""

ENGLISH = """+++
title = "Register labour rules"
summary = "File them on the portal."
+++

- The rules as a file

## Prepare

### Open the portal {#mo-cong}

Go there.

> Usual mistake: the old portal.

## Check questions

### Who scans?

1. Staff
2. The representative

> Why: the organisation's account.
"""


def test_a_pair_of_files_says_all_of_it() -> None:
    file = read_tutorial(VIETNAMESE, ENGLISH)
    assert (file.procedure_code, file.cites) == ("2.001955", ("118/2025/NĐ-CP",))
    content = file.content
    check_content(content)
    assert (content.prepare, content.prepare_en) == ("- Bản mềm nội quy", "- The rules as a file")
    assert content.checked_on == date(2026, 7, 18)
    first, second = content.steps
    assert first.body == "Vào Cổng.\n\nRồi đợi.\n\n> Chú thích thường"
    assert first.mistake == "Vào cổng cũ\ncủa tỉnh."
    assert (first.part_en, first.title_en, first.mistake_en) == (
        "Prepare",
        "Open the portal",
        "The old portal.",
    )
    assert (second.who, second.device, second.practice_step) == ("director", "phone", "sign_in")
    assert (second.see_now, second.title_en) == ("Tên doanh nghiệp.", None)
    (question,) = content.questions
    assert (question.right, question.why, question.why_en) == (
        1, "Tài khoản của tổ chức.", "The organisation's account.",
    )  # fmt: skip
    assert [(o.text, o.text_en) for o in question.options] == [
        ("Nhân viên", "Staff"), ("Người đại diện", "The representative"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("+++\n", ""),
        ('title = "Đăng ký nội quy lao động"', "title = 3"),
        ("{#mo-cong}", ""),
        ("who=director", "whom=director"),
        ("Người đại diện *", "Người đại diện"),
        ("checked_on = 2026-07-18", 'checked_on = "hôm qua"'),
        ("## Chuẩn bị\n", "## Chuẩn bị\n\nLời lạc\n"),
        ("[[sources]]", "sources = ['x']\n[other]"),
    ],
)
def test_what_is_wrong_in_a_file_is_said(old: str, new: str) -> None:
    assert old in VIETNAMESE
    with pytest.raises(Refused):
        read_tutorial(VIETNAMESE.replace(old, new))


def test_english_steps_belong_to_vietnamese_ones() -> None:
    with pytest.raises(Refused):
        read_tutorial(VIETNAMESE, ENGLISH.replace("#mo-cong", "#khac"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "noi-quy.md").write_text(VIETNAMESE)
    (tmp_path / "noi-quy.en.md").write_text(ENGLISH)
    (tmp_path / "hong.md").write_text("nothing")
    return tmp_path


def test_files_become_drafts_once(app: Flask, folder: Path) -> None:
    first = actions.load_content(folder)
    assert (first.created, list(first.faults)) == (["noi-quy"], ["hong"])
    assert first.unknown_procedures == {"noi-quy": "2.001955"}
    assert first.unknown_documents == {"noi-quy": ["118/2025/NĐ-CP"]}
    assert queries.published("noi-quy") is None
    procedure = factories.procedure(code="2.001955")
    second = actions.load_content(folder)
    assert (second.created, second.known, second.unknown_procedures) == ([], ["noi-quy"], {})
    tutorial = queries.get_tutorial("noi-quy")
    assert tutorial is not None
    assert tutorial.procedure_id == procedure.id
    assert len(queries.versions(tutorial.id)) == 1


def test_the_command_says_what_became_of_them(app: Flask, folder: Path) -> None:
    done = app.test_cli_runner().invoke(args=["tutorials", "load", "--from", str(folder), "--json"])
    assert done.exit_code == 1
    assert json.loads(done.output)["created"] == ["noi-quy"]


SHIPPED = sorted(path for path in loading.SHIPPED.glob("*.md") if not path.name.endswith(".en.md"))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_each_shipped_file_is_a_whole_tutorial(path: Path) -> None:
    content = actions.read_shipped(path).content
    check_content(content)
    assert content.title_en, "English beside it"
    assert content.sources, "facts carry their source"
