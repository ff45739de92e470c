"""`flask effects`: what changed after interventions, computed from the data of this moment."""

import json
from typing import Any

import click
from flask import Flask

from outreach import background
from outreach.campaigns.rules import TYPES
from outreach.i18n import show_number
from outreach.rates.rules.counting import Tally
from outreach.rates.rules.ledger import Outcome
from outreach.refusals import Refused


def init_app(app: Flask) -> None:
    """Attach `flask effects` and the hidden `flask ledger-run`."""
    app.cli.add_command(effects)
    app.cli.add_command(ledger_run)


@click.command("effects")
@click.option("--intervention", "code", metavar="CODE", help="One intervention.")
@click.option("--type", "type_", type=click.Choice(sorted(TYPES)), help="All interventions of a type as one.")
@click.option("--all", "everything", is_flag=True, help="Every intervention.")
@click.option(
    "--outcome", default=Outcome.ONLINE.value, show_default=True,
    type=click.Choice([outcome.value for outcome in Outcome]), help="Which dossiers are counted as a yes.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="A JSON list alone on standard output.")
def effects(code: str | None, type_: str | None, everything: bool, outcome: str, as_json: bool) -> None:
    """What changed after interventions: counts, a verdict, and the estimate where one may be said."""
    if sum((code is not None, type_ is not None, everything)) != 1:
        raise click.UsageError("Choose one of --intervention CODE, --type TYPE and --all.")
    from outreach.rates import findings  # with numpy: only now

    asked = Outcome(outcome)
    try:
        if code is not None:
            found = [findings.of_intervention(code, asked)]
        elif type_ is not None:
            found = [findings.of_type(type_, asked)]
        else:
            found = findings.of_all(asked)
    except Refused as refusal:
        click.echo(str(refusal), err=True)
        raise SystemExit(1) from None
    if as_json:
        click.echo(json.dumps([one.as_json() for one in found], ensure_ascii=False))
        return
    click.echo("\n\n".join(_told(one) for one in found))


@click.command("ledger-run", hidden=True)
def ledger_run() -> None:
    """Compute the ledger that the worker found stale; a process of its own, at low priority."""
    from outreach.rates.actions import run_ledger

    background.stand_back()
    raise SystemExit(0 if run_ledger() else 1)


def _told(finding: Any) -> str:
    """One finding as paragraphs for people."""
    from outreach.rates import wording

    entry = finding.entry
    title = f"{finding.code} · {finding.title}" if finding.code else str(TYPES[entry.type])
    counts = f"{_count(finding.pair.before)} → {_count(finding.pair.after)}"
    head = f"{title}\n{wording.outcome_name(entry.outcome)}: {counts}"
    return "\n".join([head, wording.verdict_sentence(entry), *wording.reasons(entry)])


def _count(tally: Tally) -> str:
    return f"{show_number(tally.online)}/{show_number(tally.received)}"
