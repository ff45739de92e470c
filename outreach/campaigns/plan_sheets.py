"""A plan as a document: what its page and its PDF show.

PDFs are drawn by the worker, never while a page waits. A PDF is named after all that it is drawn from; a page
that lacks it leaves the text in the folder, and the worker draws what lies there.
"""

import hashlib
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import current_app, render_template

from outreach import background, clock, drawing
from outreach.campaigns.models import Plan
from outreach.campaigns.rules import paper, plans
from outreach.campaigns.rules.matrix import AUDIENCES, CHANNELS
from outreach.kept import write_whole

FOLDER = "plans"
FAULT = "fault.txt"
LONGEST = timedelta(minutes=5)
AGAIN = timedelta(minutes=15)  # after a fault
KEPT = timedelta(days=30)  # then it is drawn anew when somebody wants it
FACES = [
    (subset, weight, slant)
    for subset in ("latin", "vietnamese")
    for weight in (400, 700)
    for slant in ("normal", "italic")
]


def context(plan: Plan) -> dict[str, Any]:
    """What the templates of the document need, all of it in Vietnamese."""
    named = {part: [unit.name for unit in plan.units if unit.part == part] for part in plans.UNIT_PARTS}
    return {
        "plan": plan, "paper": paper, "blocks": paper.body(text_of(plan)),
        "when": paper.place_and_day(plan.place, plan.issued_on, plan.starts_on.year),
        "signed_as": (plan.signed_as or "").splitlines(), "units": named, "roman": paper.roman,
        "channels": CHANNELS, "audiences": AUDIENCES, "outcomes": plans.OUTCOMES,
        "share_of": plans.share_of, "board": current_app.config["BOARD_NAME"],
    }  # fmt: skip


def text_of(plan: Plan) -> paper.Text:
    """The words of a plan."""
    bases = [
        paper.basis(of.kind, of.number, of.title, of.issuer, of.issued_on)
        for of in (basis.document for basis in plan.bases)
    ]
    return paper.Text(
        plan.title, bases, plan.opening, plan.purposes, plan.requirements, plan.audiences,
        [(content.letter, content.text) for content in plan.contents], plan.forms, plan.tasks, plan.funds,
        plan.funds_place,
    )  # fmt: skip


def pdf_of(plan: Plan) -> Path | None:
    """The PDF of a plan as it stands now; None when the worker has yet to draw it, which this asks for."""
    page = render_template("campaigns/plans/paper_pdf.html", **context(plan))
    path = _folder() / f"{hashlib.sha256((page + _style()).encode()).hexdigest()[:40]}.pdf"
    if path.exists():
        return path
    write_whole(path.with_suffix(".html"), [page.encode()])
    return None


def fault() -> str | None:
    """Why none can be made here; None when nothing is known to hinder it."""
    path = _folder() / FAULT
    return path.read_text(encoding="utf-8") if path.exists() else None


def refresh() -> None:
    """For the worker: have what is wanted drawn, in a process of its own; after a fault not soon again."""
    path = _folder() / FAULT
    if path.exists() and clock.now().timestamp() - path.stat().st_mtime < AGAIN.total_seconds():
        return
    if any(_folder().glob("*.html")):
        background.run_in_a_process("plans", "print", longest=LONGEST)


def make_wanted() -> int:
    """Draw every PDF that is wanted, and remove old ones; how many were drawn. It is slow."""
    made, broken = 0, None
    try:
        for wanted in sorted(_folder().glob("*.html")):
            try:
                write_whole(wanted.with_suffix(".pdf"), [draw(wanted.read_text(encoding="utf-8"))])
            except OSError:  # no Pango, or no room: the next would end alike
                raise
            except Exception as error:  # whatever one plan breaks the drawing with keeps no other from it
                broken = error
                continue
            wanted.unlink(missing_ok=True)
            made += 1
        if broken is not None:
            raise broken
    except Exception as error:
        (_folder() / FAULT).write_text(f"{type(error).__name__}: {error}", encoding="utf-8")
        raise
    (_folder() / FAULT).unlink(missing_ok=True)
    for path in _folder().glob("*.pdf"):
        if clock.now().timestamp() - path.stat().st_mtime > KEPT.total_seconds():
            path.unlink(missing_ok=True)
    return made


def draw(page: str) -> bytes:
    """The PDF of a page made by `paper_pdf.html`."""
    return drawing.draw(page, _style())


def _style() -> str:
    """The paper's own style; two families, because two subsets under one name garble Vietnamese here."""
    faces = "".join(
        f'@font-face {{ font-family: "Tinos-{subset}"; font-weight: {weight}; font-style: {slant}; '
        f'src: url("vendor/paper/tinos-{subset}-{weight}-{slant}.woff2"); }}\n'
        for subset, weight, slant in FACES
    )
    family = 'html, .paper { font-family: "Tinos-latin", "Tinos-vietnamese" }\n'
    return (drawing.static_folder() / "css/paper.css").read_text(encoding="utf-8") + faces + family


def _folder() -> Path:
    return Path(current_app.config["DATA_DIR"]) / FOLDER
