"""Summary forms taken in: kept by source, period and row, told once, and what they said before."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from outreach.database import db
from outreach.dossiers import importing
from outreach.rates.actions import summaries
from outreach.rates.models import FormerFigure, ReportedFigure, SummaryForm
from outreach.sheets.cells import FileFault
from tests.dossiers import runs
from tests.sheets import containers
from tests.sheets.containers import Form
from tests.sheets.known import FORMS, paths_of

BY_FIELD, BY_UNIT, OPENCPS = FORMS
TITLES = (
    "BÁO CÁO TÌNH HÌNH GIẢI QUYẾT",
    "Từ ngày 01/04/2023 đến ngày 30/04/2023",
    "Đơn vị tính: Số hồ sơ TTHC",
)
# 3=4+5+6, 7=8+9+10, 11=12+13
BOARD = (1, "Ban Quản lý khu công nghiệp", 243, 200, 38, 5, 230, 130, 98, 2, 13, 12, 1)
CENTRE = (2, "Sở Tài chính", 10, 4, 6, 0, 9, 5, 4, 0, 1, 1, 0)
TOTAL = (None, "Tổng số", 253, 204, 44, 5, 239, 135, 102, 2, 14, 13, 1)
ROWS = (("I", "Sở, ban, ngành", 253, 204, 44, 5, 239, 135, 102, 2, 14, 13, 1), BOARD, CENTRE, TOTAL)


def form(rows: Any = ROWS, titles: tuple[str, ...] = TITLES, layout: Any = BY_UNIT) -> Form:
    return Form(paths_of(layout), [list(row) for row in rows], titles, layout.get("numbered_row", False))


def file(path: Path, made: Form) -> Path:
    containers.xlsx(path / "bieu.xlsx", made)
    return path / "bieu.xlsx"


def take_in(path: Path, *, trial: bool = False, **origin: Any) -> importing.Outcome:
    kind = importing.KINDS["summary"]
    parsed = importing.understand(path, kind, filename=path.name).parsed
    act = importing.look if trial else importing.carry_out
    return act(parsed, kind, importing.Origin(**origin))


def figures() -> dict[tuple[str, str], int]:
    return {
        (figure.unit or figure.field or "", figure.measure): figure.amount
        for figure in db.session.scalars(select(ReportedFigure))
    }


@pytest.mark.parametrize("container", ["xlsx", "xls", "page"])
def test_a_form_in_each_kind_of_file(app: Flask, tmp_path: Path, container: str) -> None:
    getattr(containers, container)(tmp_path / "bieu.xls", form())
    assert take_in(tmp_path / "bieu.xls")[:4] == (4, 4, 0, 0)
    head = db.session.scalars(select(SummaryForm)).one()
    assert (head.source, head.first, head.last) == ("main", date(2023, 4, 1), date(2023, 4, 30))
    assert (head.title, head.counted_in) == ("BÁO CÁO TÌNH HÌNH GIẢI QUYẾT", "Số hồ sơ TTHC")
    said = figures()
    assert len(said) == 44
    assert said["Ban Quản lý khu công nghiệp", "received_direct_and_postal"] == 38  # merged: one figure
    assert said["Ban Quản lý khu công nghiệp", "received_online"] == 200
    assert said["Tổng số", "in_progress_late"] == 1
    whole = db.session.scalars(select(ReportedFigure).where(ReportedFigure.total)).first()
    assert whole is not None
    assert whole.unit == "Tổng số"
    parts = {figure.unit: figure.part for figure in db.session.scalars(select(ReportedFigure))}
    assert parts["Sở Tài chính"] == "Sở, ban, ngành"
    assert parts["Sở, ban, ngành"] is parts["Tổng số"] is None


def test_without_joined_cells_and_with_the_total_in_the_first_column(app: Flask, tmp_path: Path) -> None:
    write = containers.delimited(";", lambda text: text.encode())
    write(tmp_path / "bieu.csv", form([*ROWS[:3], ("Tổng số", None, *TOTAL[2:])]))
    assert take_in(tmp_path / "bieu.csv")[:4] == (4, 4, 0, 0)
    assert figures()["Tổng số", "received_online"] == 204
    assert figures()["Ban Quản lý khu công nghiệp", "carried_over"] == 5


def test_opencps_with_its_share(app: Flask, tmp_path: Path) -> None:
    row = (1, "Ban Quản lý", 243, 5, 238, 38, 200, 230, 130, 98, 2, 0, 220, 10, 13, 12, 1, 0, "99,13%")
    assert take_in(file(tmp_path, form([row], layout=OPENCPS)))[:2] == (1, 1)
    said = figures()
    assert said["Ban Quản lý", "received_direct"] == 38
    assert said["Ban Quản lý", "received_in_period"] == 238
    assert said["Ban Quản lý", "on_time_share"] == 991_300


def test_a_form_by_field_stands_beside_one_by_unit(app: Flask, tmp_path: Path) -> None:
    take_in(file(tmp_path, form()))
    take_in(file(tmp_path, form([(1, "Lĩnh vực Đầu tư", *BOARD[2:])], layout=BY_FIELD)))
    assert len(list(db.session.scalars(select(SummaryForm)))) == 1
    assert {figure.grain for figure in db.session.scalars(select(ReportedFigure))} == {"unit", "field"}


def test_the_same_again_changes_nothing(app: Flask, tmp_path: Path) -> None:
    path = file(tmp_path, form())
    take_in(path)
    before = figures()
    assert take_in(path)[:4] == (4, 0, 0, 4)
    assert figures() == before
    assert not db.session.scalar(select(FormerFigure.id))


def test_what_changed_keeps_what_it_was(app: Flask, tmp_path: Path) -> None:
    take_in(file(tmp_path, form()))
    corrected = (1, "BAN QUẢN LÝ  khu công nghiệp", 243, 201, 37, *BOARD[5:])
    outcome = take_in(file(tmp_path, form([ROWS[0], corrected])))
    assert outcome[:4] == (2, 0, 1, 1)
    former = db.session.execute(select(FormerFigure.amount, ReportedFigure.amount).join(ReportedFigure)).all()
    assert sorted(tuple(row) for row in former) == [(38, 37), (200, 201)]
    assert figures()["Sở Tài chính", "received_online"] == 4  # what a file does not list stays


def test_an_empty_cell_says_nothing(app: Flask, tmp_path: Path) -> None:
    take_in(file(tmp_path, form([BOARD])))
    assert take_in(file(tmp_path, form([(*BOARD[:3], None, *BOARD[4:])])))[:4] == (1, 0, 0, 1)
    assert figures()[str(BOARD[1]), "received_online"] == 200


def test_a_trial_writes_nothing(app: Flask, tmp_path: Path) -> None:
    assert take_in(file(tmp_path, form()), trial=True)[:4] == (4, 4, 0, 0)
    assert not db.session.scalar(select(SummaryForm.id))


def test_another_source_is_another_form(app: Flask, tmp_path: Path) -> None:
    path = file(tmp_path, form())
    take_in(path)
    assert take_in(path, source="igate")[:4] == (4, 4, 0, 0)


def test_the_same_row_twice_is_refused_not_added_up(app: Flask, tmp_path: Path) -> None:
    outcome = take_in(file(tmp_path, form([BOARD, BOARD])))
    assert (outcome.read, outcome.created, len(outcome.rejected)) == (2, 1, 1)
    [refused] = outcome.rejected
    assert "đã có ở dòng" in refused["reason"]


def test_the_same_name_in_two_groups_is_two_rows(app: Flask, tmp_path: Path) -> None:
    land, counts = (1, "Lĩnh vực Đất đai"), BOARD[2:]
    other = (20, 15, 5, 0, 20, 10, 10, 0, 0, 0, 0)
    rows = [("A", "Cấp tỉnh", *counts), (*land, *counts), ("B", "Cấp huyện", *other), (*land, *other)]
    path = file(tmp_path, form(rows, layout=BY_FIELD))
    assert take_in(path)[:4] == (4, 4, 0, 0)
    assert take_in(path)[:4] == (4, 0, 0, 4)
    assert take_in(file(tmp_path, form(rows[2:], layout=BY_FIELD)))[:4] == (2, 0, 0, 2)
    # Which of the two is meant nobody knows: neither is overwritten.
    assert take_in(file(tmp_path, form([(*land, *other)], layout=BY_FIELD)))[:4] == (1, 1, 0, 0)


def test_a_file_without_the_groups_means_the_same_rows(app: Flask, tmp_path: Path) -> None:
    take_in(file(tmp_path, form()))
    assert take_in(file(tmp_path, form([BOARD, CENTRE])))[:4] == (2, 0, 0, 2)
    assert take_in(file(tmp_path, form([BOARD, CENTRE])), source="igate")[:4] == (2, 2, 0, 0)
    assert take_in(file(tmp_path, form()), source="igate")[:4] == (4, 2, 0, 2)


def test_a_form_longer_than_any_is_refused(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(summaries, "MOST_ROWS", 3)
    with pytest.raises(FileFault, match="hơn 3 dòng"):
        take_in(file(tmp_path, form()))


def test_a_form_that_hides_its_period_needs_it_said(app: Flask, tmp_path: Path) -> None:
    path = file(tmp_path, form(titles=("BÁO CÁO",)))
    with pytest.raises(FileFault, match="kỳ nào"):
        take_in(path)
    with pytest.raises(FileFault, match="Chưa hiểu kỳ"):
        take_in(path, period="tháng mười ba")
    take_in(path, period="Quý II/2023")
    assert db.session.scalars(select(SummaryForm.last)).one() == date(2023, 6, 30)


def test_uploaded_seen_and_written_by_the_worker(app: Flask, tmp_path: Path) -> None:
    content = file(tmp_path, form()).read_bytes()
    run = runs.receive(content, kind="summary", name="bieu.xlsx")
    assert (run.state, run.created, run.rejected) == ("uploaded", 4, 0)
    assert not db.session.scalar(select(SummaryForm.id))
    assert importing.run_import(runs.queue(run).public_id)
    run = runs.again(run)
    assert (run.state, run.created) == ("done", 4)
    assert set(db.session.scalars(select(ReportedFigure.import_id))) == {run.id}


def test_by_a_command(app: Flask, tmp_path: Path) -> None:
    path = file(tmp_path, form())
    answer = app.test_cli_runner().invoke(args=["import", "summary", str(path), "--source", "igate"])
    assert answer.exit_code == 0, answer.output
    assert "tạo mới 4" in answer.output
    assert db.session.scalars(select(SummaryForm.source)).one() == "igate"
