"""Templates call the functions that they use most without a detour.

Jinja asks every callable, at every call, whether it wants the template's context: for a page with two hundred
words and links that took longer than the words and links.
"""

import keyword
from functools import lru_cache
from typing import Any

from flask import request
from flask import url_for as address_of
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame

PLAIN = frozenset({"_", "icon", "static_url", "url_for"})  # none of them wants the context
_A_NUMBER = 1_234_567_890


class PlainCalls(CodeGenerator):
    """Jinja's own, but for calls of PLAIN."""

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802
        """A call as Python has it, when it needs nothing else."""
        if not _is_plain(node):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for argument in (*node.args, *node.kwargs):
            self.visit(argument, frame)
            self.write(", ")
        self.write(")")


def _is_plain(node: nodes.Call) -> bool:
    return (
        isinstance(node.node, nodes.Name)
        and node.node.name in PLAIN
        and not (node.dyn_args or node.dyn_kwargs)
        and not any(keyword.iskeyword(argument.key) for argument in node.kwargs)
    )


def url_for(endpoint: str, **values: Any) -> str:
    """Flask's own; what stands around a row's number is the same for all rows under one root."""
    if not request:
        return address_of(endpoint, **values)
    if not values:
        return _kept(endpoint, request.script_root)
    name, value = next(iter(values.items()))
    if len(values) > 1 or type(value) is not int:
        return address_of(endpoint, **values)
    before, after = _around_number(endpoint, name, request.script_root)
    return f"{before}{value}{after}"


@lru_cache(maxsize=1024)
def _kept(endpoint: str, _script_root: str) -> str:
    return address_of(endpoint)


@lru_cache(maxsize=1024)
def _around_number(endpoint: str, name: str, _script_root: str) -> tuple[str, str]:
    values: dict[str, Any] = {name: _A_NUMBER}
    before, after = address_of(endpoint, **values).split(str(_A_NUMBER))
    return before, after
