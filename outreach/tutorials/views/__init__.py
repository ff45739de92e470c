"""Pages of tutorials; each module adds its own to the blueprint."""

from importlib import import_module

from flask import Blueprint

bp = Blueprint("tutorials", __name__)
AUTHORING = ("authoring", "facts", "steps", "checking", "publishing", "pictures")
MODULES = ("reading", "printing", "progress", "ticking", "reports", "statistics")


def attach() -> None:
    """Import the modules, so that their routes stand on the blueprint."""
    for name in (*MODULES, *AUTHORING):
        import_module(f"{__name__}.{name}")
