"""Lists in every layout and kind of file come into the register alike; harmful files leave no trace."""

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from flask import Flask
from sqlalchemy import func, select

from outreach.database import db
from outreach.dossiers.importing import choosing
from outreach.dossiers.models import Dossier, ImportRun
from outreach.sheets.cells import FileFault, Table
from outreach.sheets.layouts import DOSSIERS
from outreach.sheets.reading import open_table
from tests.sheets.biff import OldSheet, old_workbook
from tests.sheets.containers import CONTAINERS
from tests.sheets.files import GOOD_ROWS, HEADINGS, csv_file, package, sheet_xml, text_cell
from tests.sheets.known import LISTS, MEANINGS, VALUES, list_of

FAR_AWAY = f'<row r="1048576">{text_cell("D1048576", "x")}</row>'


def take_in(app: Flask, path: Path) -> tuple[int, dict[str, Any]]:
    """`flask import dossiers`: its exit code and outcome."""
    db.session.rollback()
    result = app.test_cli_runner().invoke(args=["import", "dossiers", str(path), "--json"])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, json.loads(result.stdout)


def count(model: type[db.Model]) -> int:  # type: ignore[name-defined]
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


@pytest.mark.parametrize("container", CONTAINERS)
@pytest.mark.parametrize("layout", LISTS, ids=lambda layout: layout["name"][:8])
def test_a_known_list_in_any_file(app: Flask, tmp_path: Path, layout: dict[str, Any], container: str) -> None:
    path = tmp_path / "danh-sach.xls"
    CONTAINERS[container](path, list_of(layout))
    code, outcome = take_in(app, path)
    assert (code, outcome["created"], outcome["rejected"]) == (0, 3, [])
    rows = db.session.scalars(select(Dossier).order_by(Dossier.id)).all()
    known = MEANINGS[layout["name"]] & {"dossier_code", "received_on", "due_on", "finished_on", "status"}
    for meaning in known:
        column = "code" if meaning == "dossier_code" else meaning
        assert sorted(str(getattr(row, column)) for row in rows) == sorted(map(str, VALUES[meaning]))
    db.session.rollback()
    code, outcome = take_in(app, path)
    assert (code, outcome["created"], outcome["updated"], outcome["unchanged"]) == (0, 0, 0, 3)


def test_the_same_dossiers_in_another_system_s_list_change_only_what_it_knows_otherwise(
    app: Flask, tmp_path: Path
) -> None:
    for layout, container in zip(LISTS, ("xlsx", "html"), strict=True):
        CONTAINERS[container](tmp_path / container, list_of(layout))
        assert take_in(app, tmp_path / container)[0] == 0
    rows = db.session.scalars(select(Dossier)).all()
    assert len(rows) == 3
    channels = {row.code: row.filing_channel for row in rows}  # which the second list does not have
    assert channels == dict(zip(VALUES["dossier_code"], VALUES["filing_channel"], strict=True))
    db.session.rollback()


def _encrypted(path: Path) -> Path:
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600) + "EncryptedPackage".encode("utf-16-le"))
    return path


def _of(content: bytes) -> Callable[[Path], Path]:
    def write(path: Path) -> Path:
        path.write_bytes(content)
        return path

    return write


_FORMULA = '<row r="3"><c r="A3"><f>1+1</f></c><c r="B3"><v>43832</v></c></row>'
_ENTITY = '<!DOCTYPE worksheet [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
HARMFUL: dict[str, Callable[[Path], Path]] = {
    "encrypted": _encrypted,
    "encrypted old": lambda path: old_workbook(path, [OldSheet("Một", [HEADINGS])], password=True),
    "empty": _of(b""),
    "padded": lambda path: package(path, extra={"xl/media/pad.bin": bytes(201 * 1024 * 1024)}),
    "gap": lambda path: package(path, sheet_xml(GOOD_ROWS + FAR_AWAY)),
    "dimension": lambda path: package(path, sheet_xml(GOOD_ROWS, dimension="A1:XFD1048576")),
    "entity": lambda path: package(path, sheet_xml(GOOD_ROWS, prolog=_ENTITY)),
    "formula": lambda path: package(path, sheet_xml(GOOD_ROWS + _FORMULA)),
    "formula as text": lambda path: csv_file(path, ";".join(HEADINGS) + "\n=1+1;02/01/2020;;\n"),
    "picture": _of(b"\x89PNG\r\n\x1a\n" + bytes(500)),
    "pdf": _of(b"%PDF-1.7\n" + bytes(500)),
}  # fmt: skip


@pytest.mark.parametrize("kind", HARMFUL)
def test_a_file_that_means_harm_is_refused_and_nothing_written(app: Flask, tmp_path: Path, kind: str) -> None:
    code, outcome = take_in(app, HARMFUL[kind](tmp_path / "danh-sach.xlsx"))
    if kind == "formula as text":
        assert [refused["value"] for refused in outcome["rejected"]] == ["=1+1"]
    else:
        assert code == 1
        assert "Anh/Chị" in outcome["error"]
        assert count(ImportRun) == 0
    assert count(Dossier) == 0


def test_whoever_uploads_does_not_wait_for_one_large_sheet_after_the_other(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "nhieu-trang.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        for number in range(6):
            book.add_worksheet(f"Trang {number}").write_row(0, 0, ["a", number])
    opened: list[str | None] = []
    at = 0.0

    def slowly(path: Path, *, filename: str, sheet: str | None = None) -> Table:
        nonlocal at
        opened.append(sheet)
        at += 2
        return open_table(path, filename=filename, sheet=sheet)

    monkeypatch.setattr(choosing, "open_table", slowly)
    monkeypatch.setattr(choosing.time, "monotonic", lambda: at)
    with pytest.raises(FileFault, match="tệp còn trang khác"):
        choosing.open_file(path, DOSSIERS, filename=path.name, source="main")
    assert opened == [None, "Trang 1"]


@pytest.mark.parametrize("letters", ["aăâbcdđeêghiklmnoôơpqrstuưvxyắằẳẵặ ", "業園区投資許可証環境建築労働"])
def test_names_as_long_as_any_text_come_in(app: Flask, tmp_path: Path, letters: str) -> None:
    """PostgreSQL has no index for long texts: one name of 2,000 letters stopped a whole register."""
    chance = random.Random(20261123)
    length = 2_000 if letters.startswith("a") else 850

    def name() -> str:
        return "Tên " + "".join(chance.choices(letters, k=length - 4)).strip()

    headings = ("Mã hồ sơ", "Ngày tiếp nhận", "Chủ hồ sơ", "Tên thủ tục hành chính", "Lĩnh vực", "Cơ quan")
    lines = [headings, ("H-1", "05/03/2024", *(name() for _ in range(4)))]
    path = csv_file(tmp_path / "so.csv", "\n".join(map(";".join, lines)))
    code, outcome = take_in(app, path)
    assert (code, outcome["created"]) == (0, 1)
    path = csv_file(tmp_path / "dn.csv", f"MST;Tên doanh nghiệp;KCN\n0300588569;{name()};{name()}\n")
    result = app.test_cli_runner().invoke(args=["import", "businesses", str(path), "--json"])
    assert result.exit_code == 0, result.output
