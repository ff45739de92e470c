"""Orders keep their words; copies are never handed out twice or below nothing; scans, starts, recall."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from outreach import clock
from outreach.businesses.actions import merge_businesses
from outreach.campaigns.models import ExposureRecord, Intervention
from outreach.database import db
from outreach.leaflets import actions, queries, rules
from outreach.leaflets.actions.batches import Order
from outreach.leaflets.models import Handout, LeafletBatch, Scan
from outreach.practice.rules import CODE_LETTERS
from outreach.refusals import Refused
from outreach.tutorials.models import Citation
from tests import factories
from tests.leaflets import making
from tests.leaflets.making import new_version
from tests.threads import at_once
from tests.tutorials import samples

TODAY = clock.today()


def exposures(batch: LeafletBatch) -> list[tuple[int, str, bool]]:
    rows = select(ExposureRecord.business_id, ExposureRecord.how, ExposureRecord.offered).where(
        ExposureRecord.intervention_id == batch.intervention_id
    )
    return [tuple(row) for row in db.session.execute(rows.order_by(ExposureRecord.id))]  # type: ignore[misc]


def handed(batch: LeafletBatch) -> int:
    total = db.session.scalar(select(func.sum(Handout.quantity)).where(Handout.batch_id == batch.id)) or 0
    db.session.refresh(batch)
    assert batch.handed_out == total, "the count and the rows say the same"
    return int(total)


def scanned(batch: LeafletBatch, visitor: str = "v1", business_id: int | None = None) -> int:
    db.session.commit()
    found = queries.batch_by_code(batch.code)
    assert found is not None
    db.session.rollback()
    return actions.note_scan(batch=found, visitor=visitor, business_id=business_id)


class TestOrder:
    def test_a_batch_is_an_intervention_with_its_cost_and_a_code_without_confusable_letters(
        self, app: Flask
    ) -> None:
        batch = making.batch(quantity=500, cost_vnd=1_500_000, printer="Xưởng")
        intervention = batch.intervention
        assert (intervention.type, intervention.cost_vnd, intervention.held_on) == (
            "leaflet",
            1_500_000,
            TODAY,
        )
        assert intervention.details == {"copies": 500}
        assert set(batch.code) <= set(CODE_LETTERS)
        assert not set("01OIL8BSZ") & set(CODE_LETTERS)
        assert making.batch(batch.leaflet).code != batch.code

    def test_words_stay_as_printed_whatever_changes_later(self, app: Flask) -> None:
        batch = making.batch()
        before = rules.read_printed(batch.printed)
        other = rules.words_of(batch.leaflet)._replace(title="Tên khác")
        actions.save_words(leaflet=batch.leaflet, words=other)
        new_version(title="Bài khác")
        db.session.commit()
        db.session.expire_all()
        assert rules.read_printed(batch.printed) == before
        assert before.words.title == "Đăng ký nội quy lao động"
        assert before.address == f"https://cong.example.vn/t/{batch.code}"

    def test_what_does_not_fit_is_not_printed(self, app: Flask) -> None:
        leaflet = making.leaflet()
        leaflet.steps = ["Khai tờ khai đúng từng chữ " * 12] * 6
        with pytest.raises(Refused, match="hai mặt A5"):
            making.batch(leaflet)

    def test_an_older_version_is_not_printed(self, app: Flask) -> None:
        leaflet = making.leaflet()
        new_version()
        with pytest.raises(Refused, match="bản khác"):
            making.batch(leaflet)

    def test_it_is_corrected_but_not_below_what_went_out(self, app: Flask) -> None:
        batch = making.batch(quantity=100)
        making.hand_out(batch, business_id=factories.business().id, quantity=60)
        actions.change_batch(batch=batch, order=Order(60, TODAY, cost_vnd=7))
        assert batch.intervention.cost_vnd == 7
        with pytest.raises(Refused, match="Đã phát 60"):
            actions.change_batch(batch=batch, order=Order(59, TODAY))

    def test_it_is_taken_back_only_unused(self, app: Flask) -> None:
        used, unused = making.batch(), making.batch()
        making.hand_out(used, place="Cổng khu")
        with pytest.raises(Refused, match="đã phát"):
            actions.delete_batch(batch=used)
        actions.delete_batch(batch=unused)
        assert db.session.scalar(select(func.count()).select_from(Intervention)) == 1


class TestHandingOut:
    def test_a_business_has_received_it(self, app: Flask) -> None:
        batch, business = making.batch(), factories.business()
        making.hand_out(batch, business_id=business.id)
        assert exposures(batch) == [(business.id, "received", True)]
        assert handed(batch) == 10

    def test_a_place_reaches_nobody_we_know(self, app: Flask) -> None:
        batch = making.batch()
        making.hand_out(batch, place="Bộ phận Một cửa")
        assert exposures(batch) == []
        assert handed(batch) == 10

    def test_the_same_form_again_doubles_nothing(self, app: Flask) -> None:
        batch, business = making.batch(), factories.business()
        first = making.hand_out(batch, business_id=business.id, client_id="c1")
        again = making.hand_out(batch, business_id=business.id, client_id="c1")
        assert (again.handout_id, again.again) == (first.handout_id, True)
        assert handed(batch) == 10

    def test_no_more_than_there_are(self, app: Flask) -> None:
        batch = making.batch(quantity=12)
        making.hand_out(batch, place="A")
        with pytest.raises(Refused, match="Chỉ còn 2 tờ"), db.session.begin_nested():
            making.hand_out(batch, place="B", quantity=3)
        assert handed(batch) == 10
        making.hand_out(batch, place="C", quantity=2)
        assert handed(batch) == 12

    def test_two_who_hand_out_the_last_ones_at_once(self, app: Flask) -> None:
        batch_id = making.batch(quantity=10).id
        db.session.commit()
        done: list[bool] = []

        def hand() -> None:
            with app.app_context():
                batch = db.session.get_one(LeafletBatch, batch_id)
                try:
                    making.hand_out(batch, place="A", quantity=7)
                    db.session.commit()
                    done.append(True)
                except Refused:
                    db.session.rollback()
                    done.append(False)

        at_once(*[hand] * 5)
        assert sorted(done) == [False] * 4 + [True]
        assert handed(db.session.get_one(LeafletBatch, batch_id)) == 7

    @pytest.mark.parametrize("days", [1, -1])
    def test_days_that_cannot_be(self, app: Flask, days: int) -> None:
        batch = making.batch()
        with pytest.raises(Refused, match="Ngày phát"):
            making.hand_out(batch, place="A", handed_on=TODAY + timedelta(days=days))

    def test_a_wrong_entry_is_undone(self, app: Flask) -> None:
        batch, business = making.batch(), factories.business()
        one = making.hand_out(batch, business_id=business.id)
        two = making.hand_out(batch, business_id=business.id)
        for number, left in ((one, [(business.id, "received", True)]), (two, [])):
            handout = queries.get_handout(batch.id, number.handout_id)
            assert handout is not None
            actions.undo_handout(batch=batch, handout=handout)
            assert exposures(batch) == left
        assert handed(batch) == 0

    def test_undone_where_the_business_scanned_that_day_the_scan_stays(self, app: Flask) -> None:
        batch, business = making.batch(), factories.business()
        made = making.hand_out(batch, business_id=business.id)
        scanned(batch, business_id=business.id)
        assert exposures(batch) == [(business.id, "received", True)], "to have been offered it outweighs"
        handout = queries.get_handout(batch.id, made.handout_id)
        assert handout is not None
        actions.undo_handout(batch=batch, handout=handout)
        assert exposures(batch) == [(business.id, "scanned", False)]

    def test_merged_businesses_keep_their_copies_and_scans(self, app: Flask) -> None:
        batch, stays, goes = making.batch(), factories.business(), factories.business()
        making.hand_out(batch, business_id=goes.id)
        scanned(batch, business_id=goes.id)
        merge_businesses({goes.id: stays.id})
        db.session.expire_all()
        assert db.session.scalars(select(Handout.business_id)).all() == [stays.id]
        assert db.session.scalars(select(Scan.business_id)).all() == [stays.id]


class TestScans:
    def test_once_a_day_and_visitor(self, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
        batch = making.batch()
        assert scanned(batch) == scanned(batch)
        assert scanned(batch, "v2") != scanned(batch)
        tomorrow = TODAY + timedelta(days=1)
        monkeypatch.setattr(clock, "today", lambda: tomorrow)
        scanned(batch)
        assert db.session.scalar(select(func.count()).select_from(Scan)) == 3

    def test_a_business_comes_by_itself(self, app: Flask) -> None:
        batch, business = making.batch(), factories.business()
        scanned(batch, business_id=business.id)
        scanned(batch, "v2", business_id=business.id)
        assert exposures(batch) == [(business.id, "scanned", False)]

    def test_signed_in_later_that_day_it_is_known(self, app: Flask) -> None:
        batch, business = making.batch(), factories.business()
        scanned(batch)
        scanned(batch, business_id=business.id)
        assert db.session.scalars(select(Scan.business_id)).all() == [business.id]

    def test_a_start_is_noted_for_its_tutorial_only(self, app: Flask) -> None:
        batch, other = making.batch(), making.batch(making.leaflet("khac"))
        scans = [scanned(batch), scanned(other)]
        actions.note_start(scan_ids=scans, version_id=batch.leaflet.version_id)
        started = select(Scan.batch_id).where(Scan.started_at.is_not(None))
        assert db.session.scalars(started).all() == [batch.id]


class TestFunnel:
    def test_every_number_is_that_of_its_rows(self, app: Flask) -> None:
        long_ago, day = TODAY - timedelta(days=90), TODAY - timedelta(days=60)
        batch = making.batch(ordered_on=long_ago, quantity=100)
        new, old, never = (factories.business() for _one in range(3))
        for one in (new, old, never):
            making.hand_out(batch, business_id=one.id, handed_on=day, quantity=5)
        making.hand_out(batch, place="Cổng", handed_on=day, quantity=30)
        factories.dossier(new, day - timedelta(days=9), "counter")
        factories.dossier(new, day + timedelta(days=9), assistance="assisted")
        factories.dossier(old, day - timedelta(days=9))
        factories.dossier(old, day + timedelta(days=9))
        late = factories.business()
        scan = scanned(batch, business_id=late.id)
        scanned(batch, "v2")
        actions.note_start(scan_ids=[scan], version_id=batch.leaflet.version_id)
        funnel = queries.funnel_of(batch)
        assert funnel[:8] == (100, 45, 15, 30, 4, 2, 1, 1)
        assert funnel.outcomes == {"first": 1, "before": 1, "none": 1, "unknown": 1}
        assert funnel.first_online == 1
        lines = {line.business_id: line for line in queries.reached_by(batch)}
        assert (lines[new.id].outcome, lines[new.id].first_how) == ("first", "assisted")
        assert (lines[late.id].outcome, lines[late.id].copies, lines[late.id].scans) == ("unknown", 0, 1)
        assert sum(day.scans for day in queries.scan_days(batch.id)) == funnel.scans
        assert sum(line.quantity for line in queries.handouts_of(batch.id)) == funnel.handed

    def test_without_a_register_nothing_is_said_of_dossiers(self, app: Flask) -> None:
        batch = making.batch()
        making.hand_out(batch, business_id=factories.business().id)
        funnel = queries.funnel_of(batch)
        assert (funnel.register_last, funnel.outcomes) == (None, {"unknown": 1})


class TestRecall:
    def test_a_replaced_version_that_tells_otherwise(self, app: Flask) -> None:
        batch = making.batch()
        assert queries.recall_reasons(batch.id, TODAY) == []
        new_version(change_note="Sửa chữ", summary="Lời khác")
        assert queries.recall_reasons(batch.id, TODAY) == [], "other wording is no other procedure"
        new_version(prepare="- Bản mềm nội quy\n- Biên bản họp")
        assert queries.recall_reasons(batch.id, TODAY) == ["procedure_changed"]

    def test_a_cited_document_that_is_replaced(self, app: Flask) -> None:
        cited = factories.document()
        version = samples.published()
        factories.add(Citation(version_id=version.id, document_id=cited.id))
        batch = making.batch()
        assert queries.recall_reasons(batch.id, TODAY) == []
        cited.replaced_by_id = factories.document().id
        db.session.flush()
        assert queries.recall_reasons(batch.id, TODAY) == ["document_replaced"]

    def test_no_more_comes_back_than_went(self, app: Flask) -> None:
        batch = making.batch()
        one = making.hand_out(batch, place="A").handout_id
        with pytest.raises(Refused, match="nhiều hơn"):
            actions.recall_batch(batch=batch, recalled_on=TODAY, because="Đã đổi", taken_back={one: 11})

    def test_a_recall_ends_the_handing_out_and_can_be_undone(self, app: Flask) -> None:
        batch = making.batch(ordered_on=TODAY - timedelta(days=3))
        one, two = (making.hand_out(batch, place=place).handout_id for place in "AB")
        yesterday = TODAY - timedelta(days=1)
        actions.recall_batch(
            batch=batch, recalled_on=yesterday, because="Đã đổi", taken_back={one: 4, two: None}
        )
        assert {line.id: line.taken_back for line in queries.handouts_of(batch.id)} == {one: 4, two: None}
        with pytest.raises(Refused, match="đã thu hồi"), db.session.begin_nested():
            making.hand_out(batch, place="C")
        late = making.hand_out(batch, place="C", handed_on=yesterday)
        assert not late.again, "what went out before is still written down"
        actions.undo_recall(batch=batch)
        making.hand_out(batch, place="D")


def test_the_list_asks_as_often_however_long_it_is(app: Flask, count_queries: Any) -> None:
    making.batch()
    new_version(prepare="- Khác")
    db.session.commit()
    count_queries()
    queries.list_batches(TODAY)
    few = count_queries()
    for number in range(6):
        making.batch(making.leaflet(f"bai-{number}"))
        new_version(f"bai-{number}", prepare="- Khác")
    db.session.commit()
    count_queries()
    assert all(line.due for line in queries.list_batches(TODAY))
    assert count_queries() == few <= 5
