"""Commands of `flask …`: text for people, `--json` for programs; exit 0 done, 1 refused, 2 wrong use."""

import click
from flask import Flask
from flask.cli import ScriptInfo

from outreach.database import attach_migrations


def init_app(app: Flask) -> None:
    """Attach the commands, when `flask …` is what runs: servers have a command line of their own."""
    command = click.get_current_context(silent=True)
    if not app.testing and (command is None or command.find_object(ScriptInfo) is None):
        return
    attach_migrations(app)
    from outreach.cli import (
        catalogue,
        demo,
        effects,
        fetching,
        figures,
        imports,
        leaflets,
        names,
        people,
        plans,
        serve,
        tutorials,
    )

    for module in (
        catalogue, demo, effects, fetching, figures, imports, leaflets, names, people, plans, serve,
        tutorials,
    ):  # fmt: skip
        module.init_app(app)
