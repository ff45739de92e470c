"""The hidden command that compares names which only registers gave with all others."""

import click
from flask import Flask

from outreach import background
from outreach.businesses.actions.comparing import compare_names


def init_app(app: Flask) -> None:
    """Attach `flask compare-names`."""
    app.cli.add_command(compare)


@click.command("compare-names", hidden=True)
def compare() -> None:
    """Find whom new names may mean; the worker starts it, a process of its own at low priority."""
    background.stand_back()
    click.echo(compare_names())
