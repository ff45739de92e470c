"""`flask fetch-run`: what fetches one register for the worker."""

import click
from flask import Flask


def init_app(app: Flask) -> None:
    """Attach the hidden `flask fetch-run`."""
    app.cli.add_command(fetch_run)


@click.command("fetch-run", hidden=True)
@click.argument("source_id", type=int)
def fetch_run(source_id: int) -> None:
    """Fetch one source that the worker found due; a process of its own, at low priority."""
    from outreach import background
    from outreach.fetching.fetch_job import run_fetch

    background.stand_back()
    raise SystemExit(0 if run_fetch(source_id) else 1)
