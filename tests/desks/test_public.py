"""What browsers and search engines ask for: robots, the sitemap, the service worker, the manifest."""

import json
import re
from xml.etree import ElementTree

from flask import Flask

from outreach.database import db
from outreach.desks.views import offline
from tests.client import CheckedClient
from tests.tutorials import samples


def test_robots_may_read_guides_and_nothing_that_needs_signing_in(anonymous: CheckedClient) -> None:
    text = anonymous.get("/robots.txt").text
    assert "Allow: /huong-dan\n" in text
    assert "Disallow: /\n" in text
    assert "Sitemap: http://localhost/sitemap.xml" in text


def test_the_sitemap_names_guides_and_their_steps_and_no_draft(anonymous: CheckedClient) -> None:
    samples.published()
    samples.draft("nhap")
    db.session.commit()
    tree = ElementTree.fromstring(anonymous.get("/sitemap.xml").data)
    found = [element.text for element in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    for path in ("/huong-dan", "/huong-dan/noi-quy", "/huong-dan/noi-quy/dang-nhap"):
        assert f"http://localhost{path}" in found
    assert not [address for address in found if address and "nhap/" in address]
    assert "http://localhost/huong-dan/nhap" not in found


def test_every_address_of_the_sitemap_is_served(anonymous: CheckedClient) -> None:
    samples.published()
    db.session.commit()
    for address in re.findall(r"<loc>http://localhost([^<]+)</loc>", anonymous.get("/sitemap.xml").text):
        assert anonymous.get(address).status_code == 200, address


def test_the_worker_keeps_files_that_are_there(anonymous: CheckedClient) -> None:
    answer = anonymous.get("/sw.js")
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Cache-Control"] == "no-cache"
    found = re.search(r"^const SHELL = (.+);$", answer.text, re.MULTILINE)
    assert found is not None
    for address in json.loads(found[1]):
        with anonymous.get(address) as file:
            assert file.status_code == 200, address


def test_the_worker_keeps_every_file_that_a_guide_asks_for(anonymous: CheckedClient) -> None:
    samples.published()
    db.session.commit()
    page = anonymous.get("/huong-dan/noi-quy/mo-cong").text
    asked = set(re.findall(r"(?:href|src)=\"/static/([^\"?#]+)", page))
    assert asked - {"img/icons.svg"} <= set(offline.SHELL)


def test_only_pages_without_staff_may_be_kept(
    app: Flask, anonymous: CheckedClient, clerk: CheckedClient, officer: CheckedClient
) -> None:
    samples.published()
    db.session.commit()
    for path in ("/huong-dan", "/huong-dan/noi-quy", "/huong-dan/noi-quy/mo-cong"):
        assert anonymous.get(path).headers["X-Offline"] == "keep"
        assert clerk.get(path).headers["X-Offline"] == "keep"
        assert "X-Offline" not in officer.get(path).headers
    assert "X-Offline" not in clerk.get("/ho-so").headers


def test_the_offline_page_is_about_nobody(officer: CheckedClient) -> None:
    assert officer.user.name not in officer.get("/ngoai-tuyen").text


def test_the_manifest_begins_with_the_guides(anonymous: CheckedClient) -> None:
    described = json.loads(anonymous.get("/manifest.webmanifest").text)
    assert described["start_url"] == "/huong-dan"


def test_the_worker_forgets_pages_wherever_somebody_signs_in_or_out(
    app: Flask, anonymous: CheckedClient
) -> None:
    found = re.search(r"^const LEAVING = (\[.+?\]);", anonymous.get("/sw.js").text, re.MULTILINE)
    assert found is not None
    leaving = json.loads(found[1])
    for endpoint in ("accounts.sign_in", "accounts.sign_out", "accounts.enter_demo", "accounts.accept"):
        (rule,) = app.url_map.iter_rules(endpoint)
        assert any(rule.rule.startswith(path) for path in leaving), endpoint
