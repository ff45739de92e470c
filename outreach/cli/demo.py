"""`flask demo`: a furnished fictional board."""

import json

import click
from flask import Flask, current_app

from outreach import clock
from outreach.accounts.queries import is_demo
from outreach.businesses.actions.comparing import compare_names
from outreach.database import db, upgrade
from outreach.rates.actions import run_ledger
from outreach.refusals import Refused


def init_app(app: Flask) -> None:
    """Attach `flask demo`."""
    app.cli.add_command(demo)


@click.command("demo")
@click.option("--fresh", is_flag=True, help="Throw the furnished board away and furnish it anew.")
@click.option(
    "--address", default="http://127.0.0.1:5000", show_default=True, help="Where it will be served."
)
@click.option("--json", "as_json", is_flag=True, help="The sign-ins as JSON.")
def demo(fresh: bool, address: str, as_json: bool) -> None:
    """Furnish a plainly fictional board, and print how to sign in. Never in production."""
    from outreach.demo import furnish

    if str(current_app.config["PUBLIC_URL"]).startswith("https://"):
        click.echo(
            "PUBLIC_URL is set: this looks like production, and the demo board does not go there.", err=True
        )
        raise SystemExit(1)
    current_app.config["PUBLIC_URL"] = address  # so say its letters and leaflets
    upgrade(current_app._get_current_object())  # type: ignore[attr-defined]
    try:
        if fresh or not is_demo():
            furnish.furnish(clock.today())
    except Refused as refusal:
        db.session.rollback()
        click.echo(str(refusal), err=True)
        raise SystemExit(1) from None
    sign_ins = furnish.new_passwords()
    db.session.commit()
    run_ledger()  # the worker would, half a minute later: the first page shown already has its verdicts
    compare_names()  # so would it
    if as_json:
        click.echo(json.dumps([vars(one) for one in sign_ins], ensure_ascii=False))
        return
    click.echo(f"The demo board is furnished. Open {address} and pick a card, or sign in as:")
    for one in sign_ins:
        click.echo(f"  {one.role:<14} {one.account:<28} {one.password:<14} {one.name}")
