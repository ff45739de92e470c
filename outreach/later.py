"""Things named before they are loaded: a feature's modules are read when somebody first asks for them.

So the start of the server stays short however many features there are: docs/decisions/0012.
"""

from functools import cached_property
from pkgutil import resolve_name
from typing import Any


class Later:
    """A function by name ('outreach.catalogue.queries:citing'), loaded at its first call."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.__module__, _colon, self.__name__ = name.rpartition(":")

    def __repr__(self) -> str:
        return f"Later({self.name!r})"

    @cached_property
    def function(self) -> Any:
        """The function itself; ImportError or AttributeError when there is none of that name."""
        return resolve_name(self.name)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """What the function gives."""
        return self.function(*args, **kwargs)
