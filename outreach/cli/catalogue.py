"""`flask catalogue load` and `flask documents load`: what ships, added where it is missing."""

import json

import click
from flask import Flask

from outreach.catalogue import actions
from outreach.database import db
from outreach.documents import actions as document_actions


def init_app(app: Flask) -> None:
    """Attach the commands."""
    app.cli.add_command(catalogue)
    app.cli.add_command(documents)


@click.group("catalogue")
def catalogue() -> None:
    """The shipped national catalogue of procedures."""


@catalogue.command("load")
@click.option("--json", "as_json", is_flag=True, help="The counts as JSON.")
def load_catalogue(as_json: bool) -> None:
    """Add procedures, their facts and legal documents; what the board has written stays. Safe to repeat."""
    loaded = actions.load_shipped()
    db.session.commit()
    if as_json:
        click.echo(json.dumps(loaded._asdict()))
        return
    click.echo(
        f"Thêm {loaded.procedures} thủ tục, {loaded.cards} phần mô tả, {loaded.documents} văn bản. "
        "Những gì đã có được giữ nguyên."
    )


@click.group("documents")
def documents() -> None:
    """The register of legal documents."""


@documents.command("load")
@click.option("--json", "as_json", is_flag=True, help="The count as JSON.")
def load_documents(as_json: bool) -> None:
    """Add the legal documents that ship with the project. Safe to repeat."""
    added = document_actions.load_shipped()
    db.session.commit()
    click.echo(json.dumps({"documents": added}) if as_json else f"Thêm {added} văn bản.")
