"""`flask leaflets print`: the PDFs of batches that are missing."""

import click
from flask import Flask


def init_app(app: Flask) -> None:
    """Attach `flask leaflets`."""
    app.cli.add_command(leaflets)


@click.group(hidden=True)
def leaflets() -> None:
    """Leaflets on paper."""


@leaflets.command("print")
def print_batches() -> None:
    """Make the PDFs that are missing; a process of its own, at low priority."""
    from outreach import background
    from outreach.leaflets import pdf

    background.stand_back()
    click.echo(pdf.make_missing())
