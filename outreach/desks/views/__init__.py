"""Pages of the desks; each module adds its own to the blueprint."""

from importlib import import_module

from flask import Blueprint

bp = Blueprint("desks", __name__)
MODULES = ("home", "business", "businesses", "handover", "ladder", "wall", "public", "offline")


def attach() -> None:
    """Import the modules, so that their routes stand on the blueprint."""
    for name in MODULES:
        import_module(f"{__name__}.{name}")
