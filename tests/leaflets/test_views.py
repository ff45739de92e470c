"""The pages: design, order, hand out, scan, follow, recall."""

from outreach import clock
from tests import factories
from tests.client import CheckedClient, words_of
from tests.leaflets import making
from tests.leaflets.making import PHONE
from tests.tutorials import samples


def test_from_a_tutorial_to_a_batch(officer: CheckedClient) -> None:
    version = samples.published()
    editor = officer.get(f"/soan/{version.tutorial_id}/1")
    assert "Làm tờ rơi" in editor.text
    made = officer.post("/to-roi/moi", data={"slug": "noi-quy"})
    assert made.status_code == 303
    page = officer.get(made.location)
    assert "Đăng ký nội quy lao động" in page.text
    assert "Vừa hai mặt A5" in words_of(page)
    again = officer.post("/to-roi/moi", data={"slug": "noi-quy"})
    assert again.location == made.location, "a button pressed twice makes one"
    order = made.location.replace("/sua", "/dat-in")
    assert officer.get(order).status_code == 200
    ordered = officer.post(order, data={"quantity": "500", "ordered_on": "05/03/2026", "cost_vnd": "1.500.000"})
    assert ordered.status_code == 303
    shown = officer.get(ordered.location)
    assert "Từ tờ rơi đến hồ sơ" in shown.text
    assert "1.500.000" in shown.text
    assert "chưa có sổ hồ sơ" in shown.text
    assert officer.get("/to-roi").status_code == 200


def test_all_pages(officer: CheckedClient) -> None:
    batch = making.batch()
    factories.add(batch)
    url = f"/to-roi/dot/{batch.id}"
    for path in ("", "/sua", "/xoa", "/a5.pdf", "/a4.pdf", "/phat", "/luot-quet", "/doanh-nghiep", "/thu-hoi"):
        assert officer.get(url + path).status_code == 200, path
    for path in ("/to-roi", "/to-roi?show=due", "/to-roi?show=recalled", "/to-roi/moi"):
        assert officer.get(path).status_code == 200, path
