"""Commands of `flask …`: text for people, `--json` for programs; exit 0 done, 1 refused, 2 wrong use."""

import click
from flask import Flask

from outreach.database import attach_migrations


def init_app(app: Flask) -> None:
    """Attach the commands, when a command is what runs."""
    if click.get_current_context(silent=True) is None and not app.testing:
        return
    attach_migrations(app)
    from outreach.cli import (
        catalogue,
        demo,
        effects,
        figures,
        imports,
        leaflets,
        people,
        plans,
        serve,
        tutorials,
    )

    for module in (catalogue, demo, effects, figures, imports, leaflets, people, plans, serve, tutorials):
        module.init_app(app)
