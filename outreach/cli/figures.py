"""Figures of a period and online rates, for people and for programs."""

import json
from datetime import date
from typing import Any

import click
from flask import Flask, current_app

from outreach.dossiers.scope import Scope
from outreach.i18n import show_number, show_percent
from outreach.rates import queries, wording
from outreach.rates.rules.counting import Basis
from outreach.rates.rules.figures import FIGURE_KEYS, By, Group, with_board
from outreach.rates.rules.periods import Period, parse_day
from outreach.refusals import Refused


def init_app(app: Flask) -> None:
    """Attach `flask figures` and `flask rates`."""
    app.cli.add_command(figures)
    app.cli.add_command(rates)


class Day(click.ParamType[date]):
    """A day as dd/mm/yyyy or ISO."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day, or wrong use (exit 2)."""
        if isinstance(value, date):
            return value
        try:
            return parse_day(str(value))
        except Refused as refusal:
            self.fail(str(refusal), param, ctx)


FROM = click.option("--from", "first", type=Day(), required=True, help="First day: dd/mm/yyyy or yyyy-mm-dd.")
TO = click.option("--to", "last", type=Day(), required=True, help="Last day, included.")
BY = click.Choice([by.value for by in By])
JSON = click.option("--json", "as_json", is_flag=True, help="JSON alone on standard output.")


@click.command("figures")
@FROM
@TO
@click.option("--by", type=BY, help="Break the figures down.")
@JSON
def figures(first: date, last: date, by: str | None, as_json: bool) -> None:
    """The figures of a period: received, online, carried over, resolved, late, in progress and the rest."""
    scope = _scope(first, last)
    if by is None:
        whole, groups = queries.figures(scope), None
    else:
        found = queries.breakdown(scope, By(by))
        whole, groups = found.whole, _groups(By(by), found.groups)
    if as_json:
        answer: dict[str, Any] = whole.as_json()
        if groups is not None:
            answer["groups"] = [{"key": g.key, "name": g.name, **g.figures.as_json()} for g in groups]
        _print_json(answer)
        return
    click.echo(wording.period_days(Period(first, last)))
    for key in FIGURE_KEYS:
        click.echo(f"{wording.FIGURES[key]!s:<40}{wording.figure(whole, key):>18}")
    click.echo(f"{wording.FIGURES['online_rate']!s:<40}{show_percent(whole.online_rate):>18}")
    for group in groups or ():
        click.echo(f"\n{_name(By(str(by)), group)}")
        for key in FIGURE_KEYS:
            click.echo(f"  {wording.FIGURES[key]!s:<38}{wording.figure(group.figures, key):>18}")


@click.command("rates")
@FROM
@TO
@click.option("--by", type=BY, required=True, help="One line for each of these.")
@JSON
def rates(first: date, last: date, by: str, as_json: bool) -> None:
    """The online rate by agency, field, procedure, zone, business or month; the basis is all received."""
    groups = _groups(By(by), queries.breakdown(_scope(first, last), By(by)).groups)
    if as_json:
        _print_json(
            [
                {
                    "key": group.key,
                    "name": group.name,
                    "received": group.figures.received_new,
                    "online": group.figures.received_online,
                    "rate": group.figures.online_rate,
                }
                for group in groups
            ]
        )
        return
    click.echo(f"{wording.period_days(Period(first, last))} · {wording.BASES[Basis.ALL]}")
    for group in groups:
        counts = f"{show_number(group.figures.received_online)}/{show_number(group.figures.received_new)}"
        click.echo(f"{_name(By(by), group):<52} {counts:>15} {show_percent(group.figures.online_rate):>20}")


def _scope(first: date, last: date) -> Scope:
    try:
        period = Period(first, last)
    except Refused as refusal:
        raise click.UsageError(str(refusal)) from refusal
    return Scope(period.first, period.last)


def _groups(by: By, groups: tuple[Group, ...]) -> tuple[Group, ...]:
    """The groups; dossiers without an agency belong to the board."""
    return with_board(groups, current_app.config["BOARD_NAME"]) if by is By.AGENCY else groups


def _name(by: By, group: Group) -> str:
    return group.name or str(wording.UNNAMED[by])


def _print_json(answer: Any) -> None:
    click.echo(json.dumps(answer, ensure_ascii=False))
