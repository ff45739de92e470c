"""`flask create-admin`: the first administrator, or the way back in for one who is locked out."""

import json

import click
from flask import Flask

from outreach.accounts import actions, letters
from outreach.database import db
from outreach.identifiers import email_of
from outreach.refusals import Refused


def init_app(app: Flask) -> None:
    """Attach `flask create-admin`."""
    app.cli.add_command(create_admin)


@click.command("create-admin")
@click.argument("email")
@click.option(
    "--name", default="", help="How the portal calls the person; without it, the e-mail's first part."
)
@click.option("--json", "as_json", is_flag=True, help="The result as JSON.")
def create_admin(email: str, name: str, as_json: bool) -> None:
    """Print a single-use link with which EMAIL becomes an administrator. There is no default password."""
    address = email_of(email)
    if address is None:
        raise click.BadParameter(f"{email!r} is not an e-mail address.", param_hint="EMAIL")
    try:
        token = actions.invite_administrator(email=address, name=name.strip() or address.partition("@")[0])
    except Refused as refusal:
        db.session.rollback()
        click.echo(str(refusal), err=True)
        raise SystemExit(1) from None
    db.session.commit()
    link = letters.link_address(token)
    if as_json:
        click.echo(json.dumps({"email": address, "link": link}, ensure_ascii=False))
        return
    click.echo(f"Open this link to set the password of {address}. It works once:")
    click.echo(f"  {link}")
