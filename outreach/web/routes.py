"""Which view answers at which address: one page per feature, and the views loaded when first asked for."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Flask
from werkzeug.routing import Rule

from outreach.later import Later


class LaterView(Later):
    """A view by name, with what its decorators say about it."""

    @property
    def allowed(self) -> object:
        """Who may use it; None when no guard stands on it."""
        return getattr(self.function, "allowed", None)

    @property
    def largest_body(self) -> object:
        """How large a body it takes, as `web.bodies.takes` says; None: as any other."""
        return getattr(self.function, "largest_body", None)

    @property
    def commits(self) -> bool:
        """Whether `web.commits` stands on it."""
        return getattr(self.function, "commits", False)


class Routes:
    """The addresses of a feature; a view is named by its module in the feature's views and its function.

    The endpoint is '<feature>.<function>'.
    """

    def __init__(self, feature: str) -> None:
        self._feature = feature
        self._blueprint = Blueprint(feature, f"outreach.{feature}")

    def get(self, address: str, view: str, *, endpoint: str | None = None) -> None:
        """A page."""
        self._add(address, view, ("GET",), endpoint)

    def post(self, address: str, view: str) -> None:
        """A deed."""
        self._add(address, view, ("POST",))

    def form(self, address: str, view: str) -> None:
        """A page with a form, and the deed it asks for."""
        self._add(address, view, ("GET", "POST"))

    def attach(self, app: Flask) -> None:
        """Make the application answer at these addresses."""
        app.register_blueprint(self._blueprint)

    def _add(self, address: str, view: str, methods: tuple[str, ...], endpoint: str | None = None) -> None:
        module, dot, function = view.rpartition(".")
        lazy = LaterView(f"outreach.{self._feature}.views{dot}{module}:{function}")
        self._blueprint.add_url_rule(address, endpoint or function, lazy, methods=methods)


class LateRule(Rule):
    """An address whose links are compiled when the first is made: at the start it was a tenth of the time."""

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        compile_now = super()._compile_builder
        compiled: list[Callable[..., tuple[str, str]]] = []

        def build(rule: Rule, **values: Any) -> tuple[str, str]:
            if not compiled:
                compiled.append(compile_now(append_unknown))
            return compiled[0](rule, **values)

        return build
