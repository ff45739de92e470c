"""Duplicate, out of order, late, at once: what is stored in the end is what a model says, and once."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from outreach import clock
from outreach.database import db, load_tables
from outreach.helpdesk.models import Conversation, Message
from outreach.zalo.actions.receiving import store
from outreach.zalo.job import hear_events
from outreach.zalo.models import ZaloEvent, ZaloPerson
from tests.examples import examples
from tests.threads import at_once
from tests.zalo import making

PEOPLE = ("246845883529197922", "246845883529197923")
MINUTES = st.integers(0, 500)
IDS = st.integers(0, 7)
ORDER = ("sent", "received", "seen")


def empty() -> None:
    db.session.rollback()
    db.session.remove()
    with db.engine.begin() as connection:
        for table in reversed(load_tables().sorted_tables):
            connection.execute(table.delete())


class Deliveries(RuleBasedStateMachine):
    """Zalo delivers; the job runs now and then, also twice at once."""

    app: Flask

    @initialize()
    def begin(self) -> None:
        empty()
        self.start = clock.now() - timedelta(days=1)
        self.delivered: list[dict[str, Any]] = []
        self.said: dict[str, tuple[str, datetime]] = {}  # msg_id → who, when
        self.answers: dict[str, str] = {}  # msg_id → to whom
        self.marks: dict[str, str] = {}
        self.follows: dict[str, tuple[datetime, bool]] = {}
        self.withdrawn: dict[str, datetime] = {}

    def at(self, minutes: int) -> datetime:
        return (self.start + timedelta(minutes=minutes)).replace(microsecond=0)

    def deliver(self, payload: dict[str, Any]) -> None:
        self.delivered.append(payload)
        raw = json.dumps(payload).encode()
        store(raw_body=raw, payload=json.loads(raw))

    @rule(who=st.sampled_from(PEOPLE), minutes=MINUTES, number=IDS)
    def somebody_writes(self, who: str, minutes: int, number: int) -> None:
        msg_id = f"in-{who}-{number}"
        if msg_id in self.said:
            return
        self.said[msg_id] = (who, self.at(minutes))
        self.deliver(making.said(msg_id, user=who, at=self.at(minutes), msg_id=msg_id))

    @rule(who=st.sampled_from(PEOPLE), minutes=MINUTES, number=IDS)
    def an_agent_answers_in_zalo(self, who: str, minutes: int, number: int) -> None:
        msg_id = f"out-{who}-{number}"
        if msg_id in self.answers:
            return
        self.answers[msg_id] = who
        self.said[msg_id] = (who, self.at(minutes))
        self.deliver(making.echo(msg_id, msg_id, user=who, at=self.at(minutes), admin_id="9"))

    @rule(who=st.sampled_from(PEOPLE), number=IDS, state=st.sampled_from(ORDER[1:]))
    def a_mark(self, who: str, number: int, state: str) -> None:
        msg_id = f"out-{who}-{number}"
        self.marks[msg_id] = max(self.marks.get(msg_id, "sent"), state, key=ORDER.index)
        name = "user_seen_message" if state == "seen" else "user_received_message"
        message = {"msg_ids": [msg_id]} if state == "seen" else {"msg_id": msg_id}
        self.deliver(making.event(name, sender={"id": who}, message=message))

    @rule(who=st.sampled_from(PEOPLE), minutes=MINUTES, follows=st.booleans())
    def follow(self, who: str, minutes: int, follows: bool) -> None:
        at = self.at(minutes)
        if who in self.follows and self.follows[who][0] == at:
            return
        self.follows[who] = max(self.follows.get(who, (at, follows)), (at, follows), key=lambda one: one[0])
        name = "follow" if follows else "unfollow"
        self.deliver(making.event(name, at, sender=None, recipient=None, follower={"id": who}))

    @rule(who=st.sampled_from(PEOPLE), minutes=MINUTES)
    def withdraw(self, who: str, minutes: int) -> None:
        at = self.at(minutes)
        self.withdrawn[who] = max(self.withdrawn.get(who, at), at)
        self.deliver(making.event("user_withdraw", at, sender=None, recipient=None, user_id=who))

    @rule(picked=st.integers(0, 1000))
    def again(self, picked: int) -> None:
        if self.delivered:
            payload = self.delivered[picked % len(self.delivered)]
            raw = json.dumps(payload).encode()
            store(raw_body=raw, payload=json.loads(raw))

    @rule()
    def hear(self) -> None:
        hear_events()

    @rule()
    def hear_twice_at_once(self) -> None:
        db.session.remove()
        at_once(self._hear_elsewhere, self._hear_elsewhere)

    def _hear_elsewhere(self) -> None:
        with self.app.app_context():
            hear_events()

    @invariant()
    def nothing_is_double(self) -> None:
        db.session.rollback()
        keys = list(db.session.scalars(select(Message.external_id).where(Message.external_id.is_not(None))))
        assert len(keys) == len(set(keys))
        db.session.rollback()

    def teardown(self) -> None:
        while hear_events():
            pass
        db.session.rollback()
        db.session.expire_all()
        assert not list(db.session.scalars(select(ZaloEvent.id).where(ZaloEvent.state == "waiting")))
        assert not list(db.session.scalars(select(ZaloEvent.fault).where(ZaloEvent.fault.is_not(None))))
        self._words_are_those_said()
        self._marks_are_the_furthest()
        self._people_are_as_they_said_last()

    def _kept(self, msg_id: str) -> bool:
        who, at = self.said[msg_id]
        return who not in self.withdrawn or at > self.withdrawn[who]

    def _words_are_those_said(self) -> None:
        rows = db.session.execute(select(Message.external_id, Message.text, Message.side))
        held = {row.external_id: row for row in rows if row.external_id}
        for msg_id in self.said:
            if self._kept(msg_id):
                assert held[msg_id].text == msg_id
            elif msg_id in held and held[msg_id].side == "business":
                assert held[msg_id].text == ""
        bodies = b"".join(filter(None, db.session.scalars(select(ZaloEvent.body))))
        for msg_id in self.said:
            if not self._kept(msg_id):
                assert f'"text": "{msg_id}"'.encode() not in bodies

    def _marks_are_the_furthest(self) -> None:
        rows = db.session.execute(
            select(Message.external_id, Message.delivery).where(Message.side == "staff")
        )
        for row in rows:
            assert row.delivery == self.marks.get(row.external_id, "sent"), row.external_id

    def _people_are_as_they_said_last(self) -> None:
        for one in db.session.scalars(select(ZaloPerson)):
            who = one.zalo_user_id
            gone = self.withdrawn.get(who, datetime(2000, 1, 1, tzinfo=UTC))
            asked = [
                at for msg_id, (user, at) in self.said.items()
                if user == who and msg_id.startswith("in-") and at > gone
            ]  # fmt: skip
            if asked:
                assert one.last_interaction_at is not None
                assert one.last_interaction_at >= max(asked)
            if who in self.follows and self.follows[who][0] > gone:
                assert one.follows is self.follows[who][1]
        open_ones = select(Conversation.id).where(Conversation.channel != "zalo")
        assert not list(db.session.scalars(open_ones))


def test_whatever_order_events_come_in(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    Deliveries.app = app
    run_state_machine_as_test(
        Deliveries,
        settings=settings(
            max_examples=examples(40),
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
            phases=[Phase.generate],  # a smaller example would take minutes to find
        ),
    )
