"""Entering, matching with the register and with lists, what the counter says, letters."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from outreach import clock, jobs
from outreach.accounts.models import Role
from outreach.businesses.actions import merge_businesses
from outreach.businesses.models import Business, Consent
from outreach.database import db
from outreach.dossiers.actions import take_in_dossiers
from outreach.outbox.models import OutgoingMessage
from outreach.receipts import actions, job, rules
from outreach.receipts.models import Receipt, SeenCode
from outreach.refusals import Refused
from tests import factories
from tests.threads import at_once

CODE = "000.17.22.H56-210531-0001"
DAY = date(2026, 3, 5)
PHONE = "0912345678"

pytestmark = pytest.mark.usefixtures("app")


def by_account(business: Business, code: str = CODE) -> actions.Entered:
    person = factories.user(Role.BUSINESS, of=business)
    return actions.enter(code=code, user_id=person.id, business_id=business.id)


def by_tax_code(tax_code: str | None, code: str = CODE, phone: str = PHONE) -> actions.Entered:
    return actions.enter(code=code, tax_code=tax_code, phone=phone)


def told(receipt: Receipt) -> bool:
    dossier = receipt.dossier
    return dossier is not None and rules.tells_of_dossier(receipt.business_id, dossier.business_id)


# ── entering ─────────────────────────────────────────────────────────────────────────────────────────────


def test_a_code_in_the_register_confirms_itself_at_once() -> None:
    mine = factories.business()
    dossier = factories.dossier(mine, DAY, code=CODE)
    receipt = by_account(mine, " 000.17.22.h56 - 210531-0001").receipt
    assert (receipt.state, receipt.seen_how, receipt.dossier_id) == ("seen", "register", dossier.id)
    assert told(receipt)


def test_a_registers_code_with_blanks_inside_is_the_same_code() -> None:
    mine = factories.business()
    factories.dossier(mine, DAY, code="H56 210531-0009")
    assert by_account(mine, "H56210531-0009").receipt.state == "seen"


def test_an_unknown_code_waits() -> None:
    entered = by_account(factories.business())
    assert entered.receipt.state == "waiting"
    assert entered.receipt.seen_at is None
    assert entered.key is None


def test_the_same_business_entering_a_code_again_finds_its_receipt() -> None:
    mine = factories.business()
    first, again = by_account(mine), by_account(mine, CODE.lower())
    assert again.again
    assert again.receipt.id == first.receipt.id
    assert by_account(factories.business()).receipt.id != first.receipt.id


def test_two_colleagues_who_enter_a_code_at_once_share_one_receipt(app: Flask) -> None:
    mine = factories.business()
    people = [factories.user(Role.BUSINESS, of=mine).id for _ in range(4)]
    db.session.commit()
    found: list[int] = []

    def colleague(user_id: int) -> Callable[[], None]:
        def deed() -> None:
            with app.app_context():
                entered = actions.enter(code=CODE, user_id=user_id, business_id=mine.id)
                found.append(entered.receipt.id)
                db.session.commit()

        return deed

    at_once(*[colleague(one) for one in people])
    assert len(db.session.scalars(select(Receipt)).all()) == 1
    assert len(set(found)) == 1


def test_a_code_said_to_be_mistyped_waits_again_when_it_is_entered_again() -> None:
    mine = factories.business()
    receipt = by_account(mine).receipt
    actions.mark_mistyped(receipt=receipt, note="Thiếu số", by=factories.user().id)
    assert by_account(mine).receipt.state == "waiting"


def test_without_an_account_every_entry_has_a_link_of_its_own() -> None:
    first, second = by_tax_code("0312345678"), by_tax_code("0312345678")
    assert first.receipt.id != second.receipt.id
    assert first.key
    assert first.key != second.key
    assert first.receipt.key_hash
    assert first.key not in first.receipt.key_hash


def test_whoever_types_a_strangers_code_learns_that_it_was_seen_and_no_more() -> None:
    theirs = factories.business()
    factories.dossier(theirs, DAY, code=CODE, due_on=date(2026, 3, 19))
    for receipt in (by_account(factories.business()).receipt, by_tax_code("0312345678").receipt):
        assert receipt.state == "seen"
        assert receipt.business_id != theirs.id
        assert not told(receipt)


def test_without_an_account_the_dossiers_own_tax_code_opens_nothing() -> None:
    """Tax codes are public and codes are numbered on: whoever guesses both is nobody of the business."""
    mine, other = factories.business(), factories.business()
    factories.dossier(mine, DAY, code=CODE)
    factories.contact(other, phone=PHONE)
    factories.contact(mine, phone=PHONE, left_on=DAY)
    factories.user(Role.BUSINESS, of=other, phone="0912345670")
    factories.user(Role.BUSINESS, of=mine, phone="0912345670", disabled_at=clock.now())
    for phone in (PHONE, "0912345670"):
        receipt = by_tax_code(mine.tax_code, phone=phone).receipt
        assert (receipt.state, receipt.business_id) == ("seen", None)
        assert not told(receipt)


@pytest.mark.parametrize("known_as", ["contact", "user"])
def test_without_an_account_the_phone_of_a_known_person_opens_the_dossier(known_as: str) -> None:
    mine = factories.business()
    factories.dossier(mine, DAY, code=CODE)
    if known_as == "contact":
        factories.contact(mine, phone=PHONE)
    else:
        factories.user(Role.BUSINESS, of=mine, phone=PHONE)
    receipt = by_tax_code(mine.tax_code).receipt
    assert receipt.business_id == mine.id
    assert told(receipt)
    assert not told(by_tax_code(factories.business().tax_code).receipt), "nor under another tax code"


def test_a_tax_code_alone_makes_nobody_a_business() -> None:
    mine = factories.business()
    assert mine.tax_code
    assert by_tax_code(mine.tax_code).receipt.business_id is None


def test_of_one_code_in_two_sources_the_own_dossier_counts() -> None:
    mine, theirs = factories.business(), factories.business()
    own = factories.dossier(mine, DAY, code=CODE, source="igate")
    factories.dossier(theirs, date(2026, 4, 1), code=CODE, source="main")
    receipt = by_account(mine).receipt
    assert receipt.dossier_id == own.id


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"code": "xyz"}, "code"),
        ({"code": CODE, "filed_on": clock.today() + timedelta(days=2)}, "filed_on"),
        ({"code": CODE, "filed_on": date(1999, 1, 1)}, "filed_on"),
        ({"code": CODE, "procedure_id": 2**30}, "procedure"),
    ],
)
def test_what_cannot_be_right_is_refused(values: dict[str, object], field: str) -> None:
    with pytest.raises(Refused) as refusal:
        actions.enter(tax_code="0312345678", phone="0912345678", **values)  # type: ignore[arg-type]
    assert refusal.value.field == field


# ── the register ─────────────────────────────────────────────────────────────────────────────────────────


def test_an_import_confirms_waiting_codes_through_the_job() -> None:
    mine = factories.business()
    receipt = by_account(mine).receipt
    job.match_when_changed()
    assert job.match_when_changed() == 0
    row = {"row": 2, "dossier_code": CODE, "tax_code": mine.tax_code, "received_on": DAY}
    take_in_dossiers([row])
    db.session.commit()
    assert job.match_when_changed() == 1
    assert job.match_when_changed() == 0
    db.session.refresh(receipt)
    assert (receipt.state, receipt.seen_how) == ("seen", "register")
    assert told(receipt)


def test_matching_twice_changes_nothing() -> None:
    mine = factories.business()
    receipt = by_account(mine).receipt
    factories.dossier(mine, DAY, code=CODE)
    assert actions.match_register() == 1
    db.session.refresh(receipt)
    first = receipt.seen_at
    assert actions.match_register() == 0
    db.session.refresh(receipt)
    assert receipt.seen_at == first


def test_the_register_speaks_against_mistyped() -> None:
    mine = factories.business()
    receipt = by_account(mine).receipt
    actions.mark_mistyped(receipt=receipt, note="Thiếu số", by=factories.user().id)
    factories.dossier(mine, DAY, code=CODE)
    actions.match_register()
    db.session.refresh(receipt)
    assert receipt.state == "seen"


def test_a_code_seen_otherwise_gets_its_dossier_later_and_keeps_how_it_was_seen() -> None:
    mine = factories.business()
    receipt = by_account(mine).receipt
    actions.paste_list(text=CODE, seen_on=None, by=factories.user().id)
    dossier = factories.dossier(mine, DAY, code=CODE)
    actions.match_register()
    db.session.refresh(receipt)
    assert (receipt.seen_how, receipt.dossier_id) == ("list", dossier.id)


def test_matching_costs_the_same_number_of_statements_however_many_wait(
    count_queries: Callable[[], int],
) -> None:
    mine = factories.business()
    costs = []
    for size in (3, 40):
        for number in range(size):
            stranger = {"tax_code": mine.tax_code, "phone": f"09120{number:05}"} if number % 2 else {}
            factories.receipt(None if stranger else mine, f"Q-{size}-{number:05}", **stranger)
            factories.dossier(mine, DAY, code=f"Q-{size}-{number:05}")
        count_queries()
        assert actions.match_register() == size
        costs.append(count_queries())
    assert costs[0] == costs[1] <= 7


def test_receipts_follow_a_business_that_is_merged() -> None:
    gone, kept = factories.business(), factories.business()
    receipt = by_account(kept).receipt
    moved = factories.receipt(gone, "H56-1")
    merge_businesses({gone.id: kept.id})
    db.session.refresh(moved)
    assert moved.business_id == kept.id == receipt.business_id


# ── lists ────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_pasted_list_confirms_and_counts() -> None:
    staff = factories.user(Role.HELPDESK)
    waiting = by_account(factories.business(), "H56-210531-0001").receipt
    actions.paste_list(text="H56-210531-0007", seen_on=None, by=staff.id)
    text = "H56-210531-0001\nH56-210531-0002\nH56-210531-0001\nH56-210531-0007\nkhông rõ"
    pasted = actions.paste_list(text=text, seen_on=None, by=staff.id)
    assert (pasted.codes, pasted.matched, pasted.unknown, pasted.doubled) == (2, 1, 1, 2)
    assert len(pasted.unread) == 1
    db.session.refresh(waiting)
    assert (waiting.state, waiting.seen_how) == ("seen", "list")


def test_a_code_pasted_before_it_is_entered_confirms_itself() -> None:
    actions.paste_list(text="H56-210531-0002", seen_on=None, by=factories.user().id)
    receipt = by_account(factories.business(), "H56-210531-0002").receipt
    assert (receipt.state, receipt.seen_how) == ("seen", "list")


def test_undoing_a_list_takes_back_what_only_it_confirmed() -> None:
    staff, mine = factories.user(), factories.business()
    by_list = by_account(mine, "H56-210531-0001").receipt
    in_register = by_account(mine, "H56-210531-0002").receipt
    pasted = actions.paste_list(text="H56-210531-0001\nH56-210531-0002", seen_on=None, by=staff.id)
    factories.dossier(mine, DAY, code="H56-210531-0002")
    actions.match_register()
    assert actions.undo_list(batch=pasted.batch) == 2
    assert actions.undo_list(batch=pasted.batch) == 0
    for receipt, state in ((by_list, "waiting"), (in_register, "seen")):
        db.session.refresh(receipt)
        assert receipt.state == state
    assert db.session.scalars(select(SeenCode)).all() == []


def test_a_list_without_codes_or_of_tomorrow_is_refused() -> None:
    staff = factories.user()
    with pytest.raises(Refused):
        actions.paste_list(text="không có gì", seen_on=None, by=staff.id)
    with pytest.raises(Refused):
        actions.paste_list(text=CODE, seen_on=clock.today() + timedelta(days=1), by=staff.id)


# ── the counter ──────────────────────────────────────────────────────────────────────────────────────────


def test_what_a_clerk_has_found_is_seen_by_everyone_who_entered_it() -> None:
    staff = factories.user(Role.HELPDESK)
    first, second = by_account(factories.business()).receipt, by_tax_code("0312345678").receipt
    actions.mark_seen(receipt=first, note=None, by=staff.id)
    assert first.state == second.state == "seen"
    assert first.seen_how == second.seen_how == "clerk"
    actions.reopen(receipt=first)
    assert first.state == "waiting"


def test_what_confirmed_itself_is_not_taken_back_by_hand() -> None:
    mine = factories.business()
    factories.dossier(mine, DAY, code=CODE)
    receipt = by_account(mine).receipt
    with pytest.raises(Refused):
        actions.reopen(receipt=receipt)
    with pytest.raises(Refused):
        actions.mark_mistyped(receipt=receipt, note="Nhầm", by=factories.user().id)


def test_attaching_opens_the_dossier_to_the_business() -> None:
    mine = factories.business()
    factories.dossier(mine, DAY, code=CODE)
    receipt = by_tax_code("0312345678").receipt
    assert not told(receipt)
    assert mine.tax_code
    actions.attach(receipt=receipt, tax_code=mine.tax_code)
    db.session.refresh(receipt)
    assert receipt.business_id == mine.id
    assert told(receipt)
    with pytest.raises(Refused):
        actions.attach(receipt=receipt, tax_code="0399999999")


# ── letters ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def mail(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "SMTP_URL", "smtp://127.0.0.1:1")
    monkeypatch.setitem(app.config, "PUBLIC_URL", "https://outreach.example.vn")


def consenting(business: Business, phone: str, *answers: bool) -> None:
    person = factories.contact(business, phone=phone, email="lan@congty.example.vn")
    for given in answers:
        factories.add(
            Consent(
                contact_id=person.id, channel="email", given=given, how="form", wording="…",
                answered_on=DAY, at=clock.now(),
            )
        )  # fmt: skip


@pytest.mark.usefixtures("mail")
@pytest.mark.parametrize(
    ("answers", "letters"), [((True,), 1), ((), 0), ((True, False), 0), ((False, True), 1)]
)
def test_a_letter_goes_only_to_whoever_agreed(answers: tuple[bool, ...], letters: int) -> None:
    mine = factories.business()
    person = factories.user(Role.BUSINESS, of=mine)
    assert person.phone
    consenting(mine, person.phone, *answers)
    actions.enter(code=CODE, user_id=person.id, business_id=mine.id)
    assert db.session.scalars(select(OutgoingMessage)).all() == []
    factories.dossier(mine, DAY, code=CODE, due_on=date(2026, 3, 19))
    actions.match_register()
    sent = db.session.scalars(select(OutgoingMessage)).all()
    assert len(sent) == letters
    for letter in sent:
        assert CODE in letter.subject
        assert "https://outreach.example.vn/bien-nhan/" in letter.body
        assert "19/03/2026" not in letter.body


@pytest.mark.usefixtures("mail")
def test_no_letter_to_somebody_elses_contact() -> None:
    mine, theirs = factories.business(), factories.business()
    consenting(theirs, PHONE, True)
    factories.dossier(mine, DAY, code=CODE)
    assert mine.tax_code
    by_tax_code(mine.tax_code)
    assert db.session.scalars(select(OutgoingMessage)).all() == []


def test_phones_are_forgotten_once_a_code_has_long_been_seen() -> None:
    long_ago = clock.now() - actions.KEEP_PHONES - timedelta(days=1)
    told = {"tax_code": "0312345678", "phone": "0912345678", "entered_at": long_ago}
    gone = [factories.receipt(state=state, seen_at=long_ago, **told) for state in ("seen", "mistyped")]
    kept = [
        factories.receipt(**told),
        factories.receipt(state="seen", seen_at=clock.now(), **told),
    ]
    db.session.commit()
    assert actions.forget_phones() == 2
    assert actions.forget_phones() == 0
    db.session.expire_all()
    assert [one.phone for one in (*gone, *kept)] == [None, None, "0912345678", "0912345678"]
    assert "sweep receipts" in {job.name for job in jobs.jobs()}
