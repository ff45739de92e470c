"""What stays with a business when its people leave, on one page."""

from collections.abc import Callable
from datetime import date

from outreach import clock
from outreach.accounts.models import Role, User
from outreach.businesses.models import Business
from outreach.catalogue.models import DossierRedo, RedoReason
from outreach.database import db
from outreach.receipts.models import Receipt
from outreach.tutorials import actions
from tests import factories
from tests.client import CheckedClient, words_of
from tests.tutorials import samples

KEYS = ("mo-cong", "dang-nhap", "dinh-kem")


def furnished(business: Business) -> None:
    """Something of everything that is handed over."""
    procedure = factories.procedure()
    version = samples.published(procedure_id=procedure.id)
    former = factories.user(Role.BUSINESS, of=business, name="Lê Thị Nghỉ", disabled_at=clock.now())
    for key in KEYS:
        actions.tick(
            user_id=former.id, business_id=business.id, tutorial_id=version.tutorial_id,
            version_id=version.id, step_key=key,
        )  # fmt: skip
    factories.step_report(version, business)
    dossier = factories.dossier(business, date(2026, 3, 5), procedure_id=procedure.id, code="H-DANG-MO")
    reason = factories.add(
        RedoReason(procedure_id=procedure.id, code="thieu", label="Thiếu chữ ký số", step_key="dinh-kem")
    )
    factories.add(DossierRedo(dossier_id=dossier.id, reason_id=reason.id, noted_on=date(2026, 3, 9)))
    factories.add(
        Receipt(
            public_id="bien-nhan-mau", code="H-DA-GHI", code_key="H-DA-GHI", business_id=business.id,
            state="waiting", entered_at=clock.now(),
        )
    )  # fmt: skip
    db.session.commit()


def test_the_next_clerk_finds_everything(
    clerk: CheckedClient, count_queries: Callable[[], int]
) -> None:  # fmt: skip
    assert clerk.user is not None
    business = db.session.get_one(Business, clerk.user.business_id)
    furnished(business)
    count_queries()
    said = words_of(clerk.get(f"/doanh-nghiep/{business.id}/ban-giao"))
    assert count_queries() <= 13
    for expected in (
        "Lê Thị Nghỉ", "không còn tài khoản ở đây", "H-DANG-MO", "H-DA-GHI", "Thiếu chữ ký số",
        "Xem bước hướng dẫn", "Không thấy nút Nộp hồ sơ",
    ):  # fmt: skip
        assert expected in said, expected


def test_nothing_of_another_business(clerk: CheckedClient, officer: CheckedClient) -> None:
    other = factories.business()
    furnished(other)
    assert clerk.get(f"/doanh-nghiep/{other.id}/ban-giao").status_code == 404
    assert "Lê Thị Nghỉ" in officer.get(f"/doanh-nghiep/{other.id}/ban-giao").text
    assert clerk.user is not None
    mine = words_of(clerk.get(f"/doanh-nghiep/{clerk.user.business_id}/ban-giao"))
    assert "Lê Thị Nghỉ" not in mine
    assert "Chưa ai học xong bài nào." in mine


def test_both_first_pages_lead_there(
    clerk: CheckedClient, sign_in_as: Callable[[User], CheckedClient]
) -> None:  # fmt: skip
    assert clerk.user is not None
    path = f"/doanh-nghiep/{clerk.user.business_id}/ban-giao"
    assert path in clerk.get("/").text
    assert path in clerk.get(f"/doanh-nghiep/{clerk.user.business_id}").text


def test_a_business_sees_on_its_home_what_it_is_learning(clerk: CheckedClient) -> None:
    assert clerk.user is not None
    furnished(db.session.get_one(Business, clerk.user.business_id))
    samples.published("bai-moi", title="Bài vừa công bố")
    clerk.post("/huong-dan/noi-quy/mo-cong/danh-dau", data={"done": "1"})
    said = words_of(clerk.get("/"))
    for expected in (
        "Đang học dở",
        "Làm tiếp ở bước 2",
        "Bài mới",
        "Bài vừa công bố",
        "Đã học",
        "Lê Thị Nghỉ",
    ):
        assert expected in said, expected
