"""A guide on one page of paper: what its page and its PDF show, and the code that leads back to it."""

from functools import lru_cache
from io import BytesIO
from typing import Any

from markupsafe import Markup

from outreach.tutorials import rules
from outreach.tutorials.queries import Version
from outreach.tutorials.rules import Step


def context(version: Version, address: str | None, language: str) -> dict[str, Any]:
    """What the templates of the sheet need; without an address there is no code."""
    return {
        "version": version,
        "parts": parts(version),
        "address": address,
        "code": code(address) if address else None,
        "say": lambda thing, name: rules.said(getattr(thing, name), getattr(thing, f"{name}_en"), language),
        "render_markdown": rules.render_markdown,
        "who_words": rules.WHO,
        "device_words": rules.DEVICES,
        "system_words": rules.SYSTEMS,
    }


def parts(version: Version) -> list[tuple[Step, list[tuple[int, Step]]]]:
    """The steps with their numbers by part; a part is named by its first step."""
    found: list[tuple[Step, list[tuple[int, Step]]]] = []
    for number, step in enumerate(version.steps, 1):
        if not found or found[-1][0].part != step.part:
            found.append((step, []))
        found[-1][1].append((number, step))
    return found


@lru_cache(maxsize=128)
def code(address: str) -> Markup:
    """The QR code of an address as a drawing of the size that the page gives it; always dark on light."""
    import segno  # a third of a second that only a sheet is worth

    drawn = BytesIO()
    segno.make(address, error="m", micro=False).save(
        drawn, kind="svg", border=4, dark="#000", light="#fff", xmldecl=False, svgns=True,
        nl=False, svgclass=None, lineclass=None, omitsize=True,
    )  # fmt: skip
    return Markup(drawn.getvalue().decode())  # noqa: S704 (drawn by segno; the address is only modules)
