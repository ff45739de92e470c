"""`flask import KIND FILE`: a file taken in by hand or by a script; and what does the page's imports."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

import click
from flask import Flask
from flask_babel import force_locale

from outreach import background, clock
from outreach.businesses.rules import TakenIn
from outreach.database import db
from outreach.dossiers import importing
from outreach.dossiers.actions import create_import
from outreach.dossiers.actions.mappings import remember_columns
from outreach.dossiers.importing.refusals import in_words
from outreach.dossiers.importing.refused_file import write_refused
from outreach.dossiers.queries import find_import
from outreach.i18n import LOCALES, SOURCE, lazy_pgettext
from outreach.i18n import lazy_gettext as _l
from outreach.kept import hash_of
from outreach.sheets import layouts
from outreach.sheets.cells import FileFault
from outreach.sheets.said_values import said_of


def _interventions(rows: Sequence[dict[str, Any]]) -> TakenIn:
    from outreach.campaigns.actions import take_in_interventions

    return take_in_interventions(rows)


def _exposures(rows: Sequence[dict[str, Any]]) -> TakenIn:
    from outreach.campaigns.actions import take_in_exposures

    return take_in_exposures(rows)


KINDS = {
    **importing.KINDS,
    "interventions": importing.Kind(
        lazy_pgettext("many", "Hoạt động"), layouts.INTERVENTIONS, _interventions
    ),
    "exposures": importing.Kind(_l("Lượt tiếp cận"), layouts.EXPOSURES, _exposures),
}


def init_app(app: Flask) -> None:
    """Attach `flask import`, and what the page's imports run beside it."""
    app.cli.add_command(import_file)
    app.cli.add_command(import_run)
    app.cli.add_command(import_names)
    app.cli.add_command(import_refused)


@click.command("import")
@click.argument("kind", type=click.Choice(sorted(KINDS)))
@click.argument("path", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--source", default="main", show_default=True, help="Which system the dossiers come from.")
@click.option("--strict", is_flag=True, help="Write nothing when any row is refused; exit 1.")
@click.option("--sheet", metavar="NAME", help="Which sheet of the file; the first visible one by default.")
@click.option(
    "--map",
    "columns",
    metavar="HEADING=MEANING",
    multiple=True,
    help="What a column means, in spite of its heading; with no meaning it is left out. May be repeated.",
)
@click.option(
    "--value",
    "values",
    metavar="HEADING=WORD=MEANING:CODE",
    multiple=True,
    help="What a word in a column means, such as status:returned; with no code its cells count as empty.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON, and nothing else.")
@click.option(
    "--language", type=click.Choice(LOCALES), default=SOURCE, show_default=True,
    help="In which language reasons are given.",
)  # fmt: skip
def import_file(
    kind: str,
    path: Path,
    source: str,
    strict: bool,
    sheet: str | None,
    columns: tuple[str, ...],
    values: tuple[str, ...],
    as_json: bool,
    language: str,
) -> None:
    """Take in a file: XLSX or CSV, headings in Vietnamese or English. The good rows are written in one go.

    Columns mean what was said of them the last time, or what their headings say.
    """
    meant = [_meant(KINDS[kind], text) for text in columns]
    meant += [_meant_value(kind, text) for text in values]
    said = importing.Said(sheet, dict(meant))
    background.expect_many_rows()
    with force_locale(language):
        _import(kind, path, source, strict, said, as_json=as_json)


def _import(kind: str, path: Path, source: str, strict: bool, said: importing.Said, *, as_json: bool) -> None:
    try:
        if kind == "dossiers":
            outcome = importing.import_dossiers(path, source=source, strict=strict, said=said)
        else:
            outcome = _others(kind, path, source, strict, said)
    except FileFault as fault:
        _refuse_file(str(fault), as_json=as_json)
    except importing.Strict as refused:
        _print(refused.outcome, as_json=as_json)
        raise SystemExit(1) from None
    _print(outcome, as_json=as_json)


def _meant(kind: importing.Kind, text: str) -> tuple[str, str | None]:
    """What `--map` says of a column; wrong use when there is no such meaning."""
    heading, equals, meaning = (part.strip() for part in text.rpartition("="))
    known = importing.meanings(kind.layout)
    if not (heading and equals and (not meaning or meaning in known)):
        raise click.BadParameter(f"“{text}”: HEADING=MEANING, {', '.join(known)}", param_hint="--map")
    return heading, meaning or None


def _meant_value(kind: str, text: str) -> tuple[str, str]:
    """What `--value` says of a word in a column; wrong use when there is no such meaning or code."""
    rest, _equals, wanted = text.rpartition("=")
    heading, _equals, word = rest.partition("=")
    meaning, colon, code = (part.strip() for part in wanted.partition(":"))
    closed = importing.CLOSED if kind == "dossiers" else {}
    known = closed.get(meaning, {})
    if not (heading.strip() and word.strip() and colon and (code in known if code else known)):
        codes = "; ".join(f"{name}: {', '.join(of)}" for name, of in closed.items())
        raise click.BadParameter(f"“{text}”: HEADING=WORD=MEANING:CODE. {codes}", param_hint="--value")
    return said_of(heading.strip(), word.strip(), meaning=meaning, code=code)


def _others(kind: str, path: Path, source: str, strict: bool, said: importing.Said) -> importing.Outcome:
    chosen = KINDS[kind]
    file = importing.understand(path, chosen, filename=path.name, source=source, chosen=said.chosen())
    said.check(file.opened)
    run = create_import(
        kind=kind, source=source, filename=path.name, sha256=hash_of(path), state="done",
        finished_at=clock.now(), **importing.understood(file, chosen, importing.Origin(source)),
    )  # fmt: skip
    outcome = importing.carry_out(file.parsed, chosen, importing.Origin(source, run.id))
    if strict and outcome.rejected:
        db.session.rollback()
        raise importing.Strict(importing.Outcome(outcome.read, 0, 0, 0, outcome.rejected))
    for column, value in outcome.columns().items():
        setattr(run, column, value)
    remember_columns(run)
    db.session.commit()
    return outcome


@click.command("import-run", hidden=True)
@click.argument("public_id")
def import_run(public_id: str) -> None:
    """Do one import that the worker found waiting; a process of its own, at low priority."""
    background.stand_back()
    background.expect_many_rows()
    raise SystemExit(0 if importing.run_import(public_id) else 1)


@click.command("import-names", hidden=True)
@click.argument("run_id", type=int)
@click.argument("claimed_by")
def import_names(run_id: int, claimed_by: str) -> None:
    """Say how many new names of an import will be asked about; for the process that works on it."""
    background.stand_back()
    importing.note_new_names(run_id, claimed_by)


@click.command("import-refused", hidden=True)
@click.argument("public_id")
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
@click.argument("language")
def import_refused(public_id: str, out: Path, language: str) -> None:
    """Write the refused rows of one import into a file; a process of its own, at low priority."""
    background.stand_back()
    run = find_import(public_id)
    path = importing.UPLOADS.path_of(run.stored_as if run else None)
    if run is None or path is None:
        raise SystemExit(1)
    with force_locale(language), out.open("r+b") as file:
        write_refused(run, path, file)


def _print(outcome: importing.Outcome, *, as_json: bool) -> None:
    if as_json:
        _print_json(outcome)
        return
    click.echo(
        f"Đọc {outcome.read} dòng: tạo mới {outcome.created}, cập nhật {outcome.updated}, "
        f"không đổi {outcome.unchanged}, không nhận {len(outcome.rejected)}."
    )
    for refused in map(in_words, outcome.rejected):
        click.echo(
            f"  dòng {refused['row']}, cột “{refused['column']}”, “{refused['value']}”: {refused['reason']}",
            err=True,
        )


def _print_json(outcome: importing.Outcome, **more: str) -> None:
    """One object, row after row: of a large file there may be more refused rows than memory should hold."""
    counts = {
        "read": outcome.read, "created": outcome.created, "updated": outcome.updated,
        "unchanged": outcome.unchanged, **more,
    }  # fmt: skip
    click.echo(json.dumps(counts, ensure_ascii=False)[:-1] + ', "rejected": [', nl=False)
    for place, refused in enumerate(outcome.rejected):
        click.echo((", " if place else "") + json.dumps(in_words(refused), ensure_ascii=False), nl=False)
    click.echo("]}")


def _refuse_file(fault: str, *, as_json: bool) -> NoReturn:
    """A fault of the file: nothing is written."""
    if as_json:
        _print_json(importing.Outcome(0, 0, 0, 0), error=fault)
    else:
        click.echo(fault, err=True)
    raise SystemExit(1)
