"""A business's memory on one page, for whoever takes over the work."""

from flask.typing import ResponseReturnValue

from outreach import clock, web
from outreach.accounts import guards
from outreach.desks.queries.business import business_facts
from outreach.desks.queries.handover import MOST, open_dossiers, past_redos
from outreach.dossiers import rules as dossier_rules
from outreach.receipts import queries as receipts
from outreach.receipts import rules as receipt_rules
from outreach.tutorials import queries as tutorials
from outreach.tutorials import rules as tutorial_rules


@guards.signed_in
def handover(business_id: int) -> ResponseReturnValue:
    """Who learned what, what is open, why dossiers came back: what stays when people leave."""
    facts = web.found(business_facts(business_id) if guards.may_see_business(business_id) else None)
    redos = past_redos(business_id)
    return web.render(
        "desks/handover.html",
        business=facts,
        today=clock.today(),
        learned=tutorials.learned_in(business_id),
        dossiers=open_dossiers(business_id),
        redos=redos,
        guides=tutorials.slugs_by_procedure() if redos else {},
        questions=tutorials.reports_of(business_id, open_only=True),
        receipts=receipts.of_business(business_id, offset=0, limit=MOST)[0],
        ways=tutorial_rules.WAYS,
        kinds=tutorial_rules.KINDS,
        channels=dossier_rules.CHANNELS,
        statuses=dossier_rules.STATUSES,
        receipt_states=receipt_rules.STATES,
    )
