"""Templates call the functions that they use most, and write what they are given, without a detour.

Jinja asks every callable, at every call, whether it wants the template's context, and makes a safe string of
every value only to join it to the page: for a page with two hundred words and links that took longer than the
words and links.
"""

import keyword
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from flask import Request, g, request
from flask import url_for as address_of
from flask_wtf.csrf import generate_csrf
from jinja2 import Template, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.environment import TemplateModule
from jinja2.runtime import Context

from outreach.i18n import written

PLAIN = frozenset({"_", "csrf_token", "icon", "static_url", "url_for"})  # none of them wants the context
CSRF_FIELD = "csrf_token"
_A_NUMBER = 1_234_567_890
_A_WORD = "a-word-that-stands-in-no-address"
_PLAIN_WORD = re.compile(r"[A-Za-z0-9_-]+")  # an address holds it as it is


class PlainCalls(CodeGenerator):
    """Jinja's own, but for what is written into the page, and for calls of what never wants the context."""

    macros: frozenset[str] = frozenset()

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802
        """A template's module knows `written`, and which names are macros: its own and those it imports."""
        self.macros = frozenset(_macros(node))
        self.writeline(f"from {written.__module__} import written")
        super().visit_Template(node, frame)

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802
        """A call as Python has it, when it needs nothing else."""
        if not self._is_plain(node):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for stars, given in _given(node):
            self.write(stars)
            self.visit(given, frame)
            self.write(", ")
        self.write("caller=caller)" if forward_caller else ")")

    def _is_plain(self, node: nodes.Call) -> bool:
        if isinstance(node.node, nodes.Name):
            known = node.node.name in PLAIN or node.node.name in self.macros
        else:
            known = isinstance(node.node, nodes.Getattr)  # a method of a value, or a macro of a module
        return known and not any(keyword.iskeyword(argument.key) for argument in node.kwargs)

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


def _given(node: nodes.Call) -> Iterator[tuple[str, nodes.Node]]:
    for plain in node.args:
        yield "", plain
    if node.dyn_args is not None:
        yield "*", node.dyn_args
    for named in node.kwargs:
        yield "", named
    if node.dyn_kwargs is not None:
        yield "**", node.dyn_kwargs


def _macros(node: nodes.Template) -> Iterator[str]:
    for macro in node.find_all(nodes.Macro):
        yield macro.name
    for source in node.find_all(nodes.FromImport):
        yield from (name if isinstance(name, str) else name[1] for name in source.names)


def csrf_token() -> str:
    """Flask-WTF's own, made once for a page however many forms it holds."""
    known: str | None = vars(g._get_current_object()).get(CSRF_FIELD)
    return known or str(generate_csrf())  # which keeps it there


def url_for(endpoint: str, **values: Any) -> str:
    """Flask's own; what stands around numbers and plain words is the same for all rows under one root."""
    try:
        here: Request = request._get_current_object()  # type: ignore[attr-defined]
    except RuntimeError:  # a command makes links too
        return address_of(endpoint, **values)
    root = here.script_root
    if not values:
        return _kept(endpoint, root)
    kinds = []
    for name, value in values.items():
        if value is None:  # which stands for nothing
            continue
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
