"""`flask plans print`: draw the plans that somebody wants as PDF."""

import click
from flask import Flask


def init_app(app: Flask) -> None:
    """Attach `flask plans`."""
    app.cli.add_command(plans)


@click.group()
def plans() -> None:
    """Plans as documents."""


@plans.command("print", hidden=True)
def print_plans() -> None:
    """Draw what is wanted; a process of its own, at low priority."""
    from outreach import background
    from outreach.campaigns import plan_sheets

    background.stand_back()
    click.echo(plan_sheets.make_wanted())
