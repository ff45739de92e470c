"""`flask tutorials load`: the tutorials that ship with the project, as drafts for officers to check."""

import json
from dataclasses import asdict
from pathlib import Path

import click
from flask import Flask

from outreach.database import db


def init_app(app: Flask) -> None:
    """Attach `flask tutorials`."""
    app.cli.add_command(tutorials)


@click.group()
def tutorials() -> None:
    """Guides to filing online."""


@tutorials.command()
@click.option("--from", "folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON, and nothing else.")
def load(folder: Path | None, as_json: bool) -> None:
    """Take in tutorial files as drafts; a tutorial that exists is left alone. Exit 1 when a file is wrong."""
    from outreach.tutorials.actions import loading

    loaded = loading.load_content(folder or loading.SHIPPED)
    db.session.commit()
    if as_json:
        click.echo(json.dumps(asdict(loaded), ensure_ascii=False))
    else:
        click.echo(f"Tạo mới {len(loaded.created)} bài (bản nháp), đã có {len(loaded.known)}.")
        for slug, code in loaded.unknown_procedures.items():
            click.echo(f"  {slug}: chưa có thủ tục {code}", err=True)
        for slug, numbers in loaded.unknown_documents.items():
            click.echo(f"  {slug}: chưa có văn bản {', '.join(numbers)}", err=True)
        for slug, fault in loaded.faults.items():
            click.echo(f"  {slug}: {fault}", err=True)
    raise SystemExit(1 if loaded.faults else 0)


@tutorials.command("print", hidden=True)
def print_sheets() -> None:
    """Make the PDFs that are missing; a process of its own, at low priority."""
    from outreach import background
    from outreach.tutorials import pdf

    background.stand_back()
    click.echo(pdf.make_missing())
