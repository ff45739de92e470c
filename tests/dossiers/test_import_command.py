"""`flask import`: what it says, writes, and ends with."""

import json
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from outreach import background
from outreach.database import db
from outreach.dossiers import importing
from outreach.dossiers.models import Dossier, ImportRun
from tests.dossiers import files
from tests.dossiers.runs import in_register, queue, receive


def run_command(app: Flask, *arguments: str) -> tuple[int, str, str]:
    done = app.test_cli_runner().invoke(args=["import", *arguments])
    db.session.rollback()
    return done.exit_code, done.stdout, done.stderr


@pytest.mark.parametrize("name", files.REGISTERS)
def test_flask_import_says_exactly_what_it_did(app: Flask, name: str) -> None:
    path = files.REGISTERS[name]
    read = len(files.rows_of(path))
    for created, unchanged in ((read, 0), (0, read)):
        code, out, _err = run_command(app, "dossiers", str(path), "--json")
        assert code == 0
        assert json.loads(out) == {
            "read": read, "created": created, "updated": 0, "unchanged": unchanged, "rejected": [],
        }  # fmt: skip
    states = db.session.scalars(select(ImportRun.state)).all()
    assert states == ["done", "done"]


def test_all_five_kinds_of_hau_giang_in_any_order(app: Flask) -> None:
    folder = files.HAU_GIANG.parent
    given = (
        ("exposures", "exposures.csv"), ("dossiers", "dossiers.xlsx"), ("procedures", "procedures.csv"),
        ("interventions", "activities.csv"), ("businesses", "businesses.csv"),
    )  # fmt: skip
    for round in (1, 2):
        for kind, name in given:
            code, out, err = run_command(app, kind, str(folder / name), "--json")
            assert code == 0, err
            outcome = json.loads(out)
            assert outcome["rejected"] == []
            if round == 2:
                assert (outcome["created"], outcome["updated"]) == (0, 0), kind


def test_bad_rows_are_listed_and_strict_writes_nothing(app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "so.csv"
    path.write_bytes(
        files.csv(
            [
                ("A-1", "05/03/2024", "", "", "Công ty A", "Trực tuyến", "Đang xử lý"),
                ("A-2", "05/03/2024", "04/03/2024", "", "Công ty A", "Trực tuyến", "Đã trả kết quả"),
                ("A-3", "05/03/2024", "", "", "Công ty A", "Bằng bồ câu", "Đang xử lý"),
            ]
        )
    )
    code, out, _err = run_command(app, "dossiers", str(path), "--strict", "--json")
    refused = json.loads(out)
    assert (code, refused["created"], in_register()) == (1, 0, 0)
    code, out, _err = run_command(app, "dossiers", str(path), "--json")
    taken = json.loads(out)
    assert (code, taken["read"], taken["created"], in_register()) == (0, 3, 1, 1)
    assert taken["rejected"] == refused["rejected"]
    assert [(r["row"], r["column"]) for r in taken["rejected"]] == [
        (3, "Ngày trả kết quả"),
        (4, "Hình thức nộp"),
    ]
    code, out, err = run_command(app, "dossiers", str(path))
    assert (code, "dòng 4" in err, "không nhận 2" in out) == (0, True, True)


@pytest.mark.parametrize("content", [b"", b"%PDF", b"a;b\r\n1;2", b"\x00" * 100, b"PK\x03\x04"])
def test_a_fault_of_the_file_exits_1_with_json_alone(app: Flask, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "so.xlsx"
    path.write_bytes(content)
    code, out, err = run_command(app, "dossiers", str(path), "--json")
    assert (code, err, json.loads(out)["created"], in_register()) == (1, "", 0, 0)
    assert json.loads(out)["error"]
    code, out, err = run_command(app, "dossiers", str(path))
    assert (code, out, bool(err)) == (1, "", True)


@pytest.mark.parametrize("arguments", [("people", "x"), ("dossiers", "no such file"), ("dossiers",), ()])
def test_wrong_use_exits_2(app: Flask, arguments: tuple[str, ...]) -> None:
    assert run_command(app, *arguments)[0] == 2


def test_an_id_that_begins_with_a_dash_is_no_option(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    run = queue(receive(files.small()))
    run.public_id = "-g" + run.public_id
    db.session.commit()
    commands: list[list[str]] = []
    monkeypatch.setattr(background.subprocess, "run", lambda command, **_kw: commands.append(command))
    importing.run_due_imports()
    monkeypatch.setattr(background, "stand_back", lambda: None)
    result = app.test_cli_runner().invoke(args=commands[0][commands[0].index("import-run") :])
    assert result.exit_code == 0, result.output


def unknown(tmp_path: Path, name: str = "la.csv") -> str:
    path = tmp_path / name
    rows = [("PM-1", "05/03/2024", "Công ty A", "x"), ("PM-2", "06/03/2024", "Công ty B", "")]
    path.write_bytes(files.csv(rows, ("Ký hiệu", "Vào sổ", "Bên gửi", "Gửi mạng?")))
    return str(path)


SAID = (
    "--map", "Ký hiệu=dossier_code", "--map", "VÀO SỔ = received_on", "--map", "Bên gửi=applicant",
    "--map", "Gửi mạng?=filing_channel@Trực tuyến",
)  # fmt: skip


def test_columns_are_said_once_and_remembered(app: Flask, tmp_path: Path) -> None:
    code, _out, err = run_command(app, "dossiers", unknown(tmp_path))
    assert (code, "thiếu cột “Mã hồ sơ”" in err) == (1, True)
    code, out, err = run_command(app, "dossiers", unknown(tmp_path), "--json", *SAID)
    assert (code, json.loads(out)["created"]) == (0, 2), err
    assert db.session.scalars(select(Dossier.filing_channel).order_by(Dossier.code)).all() == ["online", None]
    db.session.rollback()
    code, out, _err = run_command(app, "dossiers", unknown(tmp_path, "thang4.csv"), "--json")
    assert (code, json.loads(out)["unchanged"]) == (0, 2)
    code, _out, _err = run_command(app, "dossiers", unknown(tmp_path), "--source", "other")
    assert code == 1


@pytest.mark.parametrize("said", ["Ký hiệu", "Ký hiệu=password", "=status", "Ký hiệu=filing_channel@Lạ"])
def test_a_meaning_that_is_none_is_wrong_use(app: Flask, tmp_path: Path, said: str) -> None:
    code, _out, err = run_command(app, "dossiers", unknown(tmp_path), "--map", said)
    assert (code, "received_on" in err) == (2, True)


@pytest.mark.parametrize(
    ("kind", "wrong", "words"),
    [
        ("dossiers", ("--map", "Không có=status"), "không có cột “Không có”"),
        ("dossiers", ("--sheet", "Trang 9"), "không có trang “Trang 9”"),
        ("businesses", ("--map", "Không có=name", "--map", "Ký hiệu=business_code"), "không có cột"),
    ],
)
def test_what_the_file_has_not_is_refused(
    app: Flask, tmp_path: Path, kind: str, wrong: tuple[str, ...], words: str
) -> None:
    said = SAID if kind == "dossiers" else ()
    code, _out, err = run_command(app, kind, unknown(tmp_path), *said, *wrong)
    assert (code, words in err, in_register()) == (1, True, 0)


def test_a_sheet_is_named(app: Flask, tmp_path: Path) -> None:
    from xlsxwriter import Workbook

    path = tmp_path / "two.xlsx"
    with Workbook(path) as book:
        for name in ("Tháng 3", "Tháng 4"):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ("Mã hồ sơ", "Ngày tiếp nhận", "Chủ hồ sơ"))
            sheet.write_row(1, 0, (name, "05/03/2024", "Công ty A"))
    code, _out, err = run_command(app, "dossiers", str(path), "--sheet", "Tháng 4")
    assert code == 0, err
    assert db.session.scalars(select(Dossier.code)).all() == ["THÁNG 4"]
    db.session.rollback()
    code, _out, err = run_command(app, "dossiers", str(path), "--sheet", "Tháng 5")
    assert (code, "không còn trang tính" in err) == (1, True)


def test_a_column_is_left_out(app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "so.csv"
    path.write_bytes(files.small(2))
    code, _out, err = run_command(app, "dossiers", str(path), "--map", "Hình thức nộp=")
    assert code == 0, err
    assert set(db.session.scalars(select(Dossier.filing_channel))) == {None}
    db.session.rollback()


def odd_words(tmp_path: Path) -> str:
    path = tmp_path / "la.csv"
    rows = [
        ("A-1", "05/03/2024", "", "", "Công ty A", "Qua Zalo", "Giao tận tay"),
        ("A-2", "05/03/2024", "", "", "Công ty A", "Trực tiếp", "(không)"),
    ]
    path.write_bytes(files.csv(rows))
    return str(path)


def test_words_of_a_vendor_are_said_once_and_remembered(app: Flask, tmp_path: Path) -> None:
    _mnc, _received, _due, _tax, _name, channel, status = files.HEADINGS
    said = (
        "--value", f"{channel}=Qua Zalo=filing_channel:online",
        "--value", f"{status}=giao tận TAY = status:returned", "--value", f"{status}=(không)=status:",
    )  # fmt: skip
    code, _out, err = run_command(app, "dossiers", odd_words(tmp_path), "--strict", *said)
    assert code == 0, err
    found = db.session.execute(select(Dossier.filing_channel, Dossier.status).order_by(Dossier.code)).all()
    assert [tuple(row) for row in found] == [("online", "returned"), ("counter", None)]
    db.session.rollback()
    code, out, _err = run_command(app, "dossiers", odd_words(tmp_path), "--json")
    assert (code, json.loads(out)["unchanged"]) == (0, 2)


@pytest.mark.parametrize(
    ("said", "ends", "words"),
    [
        ("Trạng thái=Xong=status:paid", 2, "status"),
        ("Trạng thái=Xong=returned", 2, "status"),
        ("Trạng thái=status:returned", 2, "status"),
        ("Không có=Xong=status:returned", 1, "không có cột “Không có”"),
        ("Hình thức nộp=Xong=status:returned", 1, "được hiểu khác"),
    ],
)
def test_a_value_that_cannot_be_is_refused(
    app: Flask, tmp_path: Path, said: str, ends: int, words: str
) -> None:
    code, _out, err = run_command(app, "dossiers", odd_words(tmp_path), "--value", said)
    assert (code, words in err, in_register()) == (ends, True, 0), err
