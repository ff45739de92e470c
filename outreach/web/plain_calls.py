"""Templates call the functions that they use most, and write what they are given, without a detour.

Jinja asks every callable, at every call, whether it wants the template's context, and makes a safe string of
every value only to join it to the page: for a page with two hundred words and links that took longer than the
words and links.
"""

import keyword
import re
from functools import lru_cache
from typing import Any

from flask import request
from flask import url_for as address_of
from jinja2 import Template, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.environment import TemplateModule
from jinja2.runtime import Context
from markupsafe import Markup, escape

PLAIN = frozenset({"_", "icon", "static_url", "url_for"})  # none of them wants the context
_A_NUMBER = 1_234_567_890
_A_WORD = "a-word-that-stands-in-no-address"
_PLAIN_WORD = re.compile(r"[A-Za-z0-9_-]+")  # an address holds it as it is


class PlainCalls(CodeGenerator):
    """Jinja's own, but for calls of PLAIN and for what is written into the page."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802
        """A template's module knows `written`."""
        self.writeline(f"from {__name__} import written")
        super().visit_Template(node, frame)

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

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("written(")


class PlainImports(Template):
    """Jinja's own; where all names are the environment's, it is seen at once that an import misses none."""

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        if ctx is not None and not ctx.globals_keys.difference(self.environment.globals):
            ctx = None
        return super()._get_default_module(ctx)


def written(value: Any) -> str:
    """What stands in the page for a value: safe as it is when marked so, else escaped."""
    kind = type(value)
    if kind is Markup:
        return value  # type: ignore[no-any-return]
    if kind is int:
        return str(value)
    return escape(value)


def _is_plain(node: nodes.Call) -> bool:
    return (
        isinstance(node.node, nodes.Name)
        and node.node.name in PLAIN
        and not (node.dyn_args or node.dyn_kwargs)
        and not any(keyword.iskeyword(argument.key) for argument in node.kwargs)
    )


def url_for(endpoint: str, **values: Any) -> str:
    """Flask's own; what stands around numbers and plain words is the same for all rows under one root."""
    if not request:
        return address_of(endpoint, **values)
    root = request.script_root
    if not values:
        return _kept(endpoint, root)
    kinds = []
    for name, value in values.items():
        kind = type(value)
        if name[0] == "_" or not (kind is int or (kind is str and _PLAIN_WORD.fullmatch(value))):
            return address_of(endpoint, **values)
        kinds.append((name, kind))
    shape = _around(endpoint, root, tuple(kinds))
    return shape % values if shape else address_of(endpoint, **values)


@lru_cache(maxsize=1024)
def _kept(endpoint: str, _script_root: str) -> str:
    return address_of(endpoint)


@lru_cache(maxsize=1024)
def _around(endpoint: str, _script_root: str, kinds: tuple[tuple[str, type], ...]) -> str | None:
    """The address with `%(name)s` where values belong; None where it depends on what the values are."""
    marks: dict[str, Any] = {
        name: _A_NUMBER + turn if kind is int else f"{_A_WORD}-{turn}-"
        for turn, (name, kind) in enumerate(kinds)
    }
    try:
        shape = address_of(endpoint, **marks).replace("%", "%%")
    except ValueError:  # a number is wanted there, which this value may hold as a word
        return None
    for name, mark in marks.items():
        if shape.count(str(mark)) != 1:
            return None
        shape = shape.replace(str(mark), f"%({name})s")
    return shape
