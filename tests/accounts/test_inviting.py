"""Who may invite whom, and how the link comes to them."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from outreach.accounts import rules
from outreach.accounts.models import Invitation, User
from outreach.database import db
from tests import factories
from tests.accounts import people
from tests.accounts.letters import URL, letters, shown_link
from tests.client import CheckedClient


def test_an_administrator_invites_staff(administrator: CheckedClient, anonymous: CheckedClient) -> None:
    form = {"name": "  Lê   Thị Hoa ", "email": "Hoa@Tinh.Example.vn", "role": "helpdesk"}
    answer = administrator.post("/nguoi-dung/moi-can-bo", data=form)
    assert answer.headers["Location"] == "/nguoi-dung/lien-ket"
    link = shown_link(administrator)
    assert link.startswith("http://localhost/loi-moi/")
    anonymous.post(link.removeprefix("http://localhost"), data={"new_password": people.PASSWORD})
    user = db.session.scalars(select(User).where(User.email == "hoa@tinh.example.vn")).one()
    assert (user.name, user.name_folded, user.role) == ("Lê Thị Hoa", "le thi hoa", "helpdesk")
    assert people.sign_in(anonymous, user).status_code == 303
    assert [row.user_id for row in people.recorded("person.invited")] == [administrator.user.id]  # type: ignore[union-attr]


def test_the_link_is_shown_once_and_kept_as_a_hash(administrator: CheckedClient) -> None:
    administrator.post(
        "/nguoi-dung/moi-can-bo", data={"name": "Lê Hoa", "email": "hoa@example.vn", "role": "leader"}
    )
    token = shown_link(administrator).rpartition("/")[2]
    again = administrator.get("/nguoi-dung/lien-ket")
    assert token not in again.text
    assert "chỉ hiện một lần" in again.text
    made = db.session.scalars(select(Invitation)).one()
    assert made.token_hash == rules.token_hash(token)
    assert made.expires_at - made.created_at == timedelta(days=7)


def test_links_stand_under_the_public_address(
    app: Flask, administrator: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "PUBLIC_URL", "https://portal.example.vn")
    user = factories.user()
    administrator.post(f"/nguoi-dung/{user.id}/lien-ket")
    assert shown_link(administrator).startswith("https://portal.example.vn/loi-moi/")


def test_staff_get_a_letter_too_when_mail_is_set_up(mail: None, administrator: CheckedClient) -> None:
    form = {"name": "Lê Hoa", "email": "hoa@example.vn", "role": "leader"}
    administrator.post("/nguoi-dung/moi-can-bo", data=form)
    link = shown_link(administrator)
    [letter] = letters()
    assert letter.address == "hoa@example.vn"
    assert link in letter.body
    assert link.startswith("https://portal.example.vn/loi-moi/")


def test_no_letter_without_mail(administrator: CheckedClient) -> None:
    form = {"name": "Lê Hoa", "email": "hoa@example.vn", "role": "leader"}
    administrator.post("/nguoi-dung/moi-can-bo", data=form)
    assert not letters()


def test_an_officer_invites_people_of_businesses(officer: CheckedClient, anonymous: CheckedClient) -> None:
    business = factories.business(name="Công ty TNHH Gốm")
    page = officer.get(f"/nguoi-dung/moi-doanh-nghiep?tax_code={business.tax_code}").text
    assert f'value="{business.tax_code}"' in page
    form = {"tax_code": business.tax_code, "name": "Trần Văn Tú", "phone": "+84 912 345 678"}
    assert officer.post("/nguoi-dung/moi-doanh-nghiep", data=form).status_code == 303
    anonymous.post(
        shown_link(officer).removeprefix("http://localhost"), data={"new_password": people.PASSWORD}
    )
    user = db.session.scalars(select(User).where(User.phone == "0912345678")).one()
    assert (user.business_id, user.role, user.email) == (business.id, "business", None)
    assert people.sign_in(anonymous, user).status_code == 303


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"tax_code": "0000000000"}, "Chưa có doanh nghiệp nào"),
        ({"phone": "12"}, "Số điện thoại chưa đúng"),
        ({"name": ""}, "nhập họ tên"),
        ({"name": "x" * 121}, "dài quá 120"),
        ({"tax_code": ""}, "nhập mã số thuế"),
    ],
)
def test_wrong_invitations_of_a_business_come_back(
    officer: CheckedClient, form: dict[str, str], words: str
) -> None:
    right = {"tax_code": factories.business().tax_code, "name": "Trần Văn Tú", "phone": "0912345678"}
    answer = officer.post("/nguoi-dung/moi-doanh-nghiep", data={**right, **form})
    assert answer.status_code == 422
    assert words in answer.text
    assert not db.session.scalars(select(User).where(User.phone == "0912345678")).all()


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"email": "không phải e-mail"}, "E-mail chưa đúng"),
        ({"email": "a@b.vn\r\nBcc: c@d.vn"}, "E-mail chưa đúng"),
        ({"role": "business"}, "chọn một vai trò"),
        ({"role": "root"}, "chọn một vai trò"),
        ({"email": "taken@example.vn"}, "đã có người dùng"),
    ],
)
def test_wrong_invitations_of_staff_come_back(
    administrator: CheckedClient, form: dict[str, str], words: str
) -> None:
    people.officer(email="taken@example.vn")
    right = {"name": "Lê Hoa", "email": "hoa@example.vn", "role": "leader"}
    answer = administrator.post("/nguoi-dung/moi-can-bo", data={**right, **form})
    assert answer.status_code == 422
    assert words in answer.text
    assert not db.session.scalars(select(Invitation)).all()


def test_one_phone_once_in_a_business(officer: CheckedClient) -> None:
    user = people.clerk(phone="0912345678")
    assert user.business is not None
    form = {"tax_code": user.business.tax_code, "name": "Ai Đó", "phone": "0912 345 678"}
    answer = officer.post("/nguoi-dung/moi-doanh-nghiep", data=form)
    assert answer.status_code == 422
    assert "đã có người dùng với số điện thoại đó" in answer.text
    assert 'value="0912 345 678"' in answer.text


def test_officers_do_not_invite_staff(officer: CheckedClient) -> None:
    form = {"name": "Lê Hoa", "email": "hoa@example.vn", "role": "administrator"}
    assert officer.post("/nguoi-dung/moi-can-bo", data=form).status_code == 403


def test_a_new_link_kills_the_one_before(administrator: CheckedClient, anonymous: CheckedClient) -> None:
    user = people.invited()
    administrator.post(f"/nguoi-dung/{user.id}/lien-ket")
    assert anonymous.get(URL).status_code == 404
    assert anonymous.get(shown_link(administrator).removeprefix("http://localhost")).status_code == 200


def test_a_reset_link_lives_two_hours(administrator: CheckedClient) -> None:
    user = people.officer()
    administrator.post(f"/nguoi-dung/{user.id}/lien-ket")
    made = db.session.scalars(select(Invitation)).one()
    assert made.purpose == "reset"
    assert made.expires_at - made.created_at == timedelta(hours=2)
