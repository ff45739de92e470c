"""Commands of `flask …`: text for people, `--json` for programs; exit 0 done, 1 refused, 2 wrong use."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Attach the commands."""
    from outreach.cli import demo, figures, imports, people, serve

    for module in (demo, figures, imports, people, serve):
        module.init_app(app)
