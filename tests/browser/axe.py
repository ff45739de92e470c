"""What axe-core objects to on a page."""

from pathlib import Path

from playwright.sync_api import Page

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()


def violations(page: Page) -> list[str]:
    """What axe-core objects to on the page as it stands."""
    page.evaluate(AXE)
    return objections(page)


def objections(page: Page, *rules: str) -> list[str]:
    """What axe-core, which the page has by now, objects to by all its rules, or by these."""
    options = {"runOnly": {"type": "rule", "values": list(rules)}} if rules else {}
    found = page.evaluate("async options => (await axe.run(document, options)).violations", options)
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found]
