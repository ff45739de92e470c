"""What the two sides of a leaflet show, on the screen and as PDF."""

from typing import Any

from flask import current_app, url_for
from flask_babel import force_locale

from outreach import web
from outreach.i18n import gettext as _
from outreach.leaflets import rules
from outreach.leaflets.models import Leaflet
from outreach.tutorials import sheets

SAMPLE_CODE = "XXXXXX"  # nobody has it: X is a letter of codes, six of them are not drawn in a lifetime


def sides(printed: rules.Printed, code: str | None) -> dict[str, Any]:
    """What the template of the sides needs; without a `code` the QR code is a sample."""
    return {
        "printed": printed,
        "qr": sheets.code(printed.address),
        "code": code,
        "spoken": spoken(printed.words.language),
        "short_address": printed.address.partition("://")[2] or printed.address,
    }


def draft(leaflet: Leaflet, words: rules.Words, *, unchecked: bool) -> dict[str, Any]:
    """The same of words that are not printed yet."""
    version = leaflet.version
    address = web.whole_url(url_for("leaflets.scan", code=SAMPLE_CODE))
    printed = rules.Printed(
        words, str(current_app.config["BOARD_NAME"]), address, version.tutorial.slug, version.number,
        version.title, version.portal, unchecked,
    )  # fmt: skip
    return sides(printed, None)


def spoken(language: str) -> dict[str, str]:
    """What stands around the words, in the leaflet's language, whoever looks at it."""
    with force_locale(language):
        return {
            "ready": _("Cần có sẵn"),
            "steps": _("Làm thế nào"),
            "scan": _("Quét mã để xem từng bước, có hình"),
            "type": _("hoặc gõ địa chỉ"),
            "ask": _("Cần giúp đỡ"),
            "version": _("Theo bản %(number)s của bài hướng dẫn"),
            "batch": _("Đợt in %(code)s"),
            "unchecked": _("Bài mẫu, chưa được cán bộ kiểm tra."),
        }
