"""The order of whom to reach next as a file for spreadsheets."""

import csv
import io
from collections.abc import Mapping, Sequence

from flask import Response

from outreach.i18n import gettext as _
from outreach.i18n import locale, show_date, show_number
from outreach.rates.queries.reach_next import Named
from outreach.rates.rules.reach_next import Candidate, Papers
from outreach.sheets.writing import cell


def ranking_file(
    candidates: Sequence[Candidate],
    names: Mapping[int, Named],
    papers: Mapping[int, Papers],
    zones: Mapping[int, str],
) -> Response:
    """Semicolons and a byte order mark: what a Vietnamese Excel opens by double click."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out, delimiter=";" if locale() == "vi" else ",", lineterminator="\r\n")
    writer.writerow(
        [
            _("Thứ tự"), _("Mã số thuế"), _("Doanh nghiệp"), _("Khu"), _("Hồ sơ giấy dự kiến 12 tháng tới"),
            _("Trực tuyến 12 tháng qua"), _("Tiếp nhận 12 tháng qua"), _("Hồ sơ giấy gần nhất"),
            _("Thủ tục nộp giấy nhiều nhất"), _("Tập huấn gần nhất"), _("Tiếp cận gần nhất"),
        ]
    )  # fmt: skip
    for place, one in enumerate(candidates, 1):
        business, filed = names[one.counted.business_id], papers.get(one.counted.business_id)
        writer.writerow(
            [
                place, cell(business.tax_code or business.own_code or ""), cell(business.name),
                cell(zones.get(business.zone_id or 0, "")), show_number(one.expected, 1), one.counted.online,
                one.counted.received, show_date(filed.last[0].received_on) if filed else "",
                cell(filed.top.procedure or "") if filed and filed.top else "",
                show_date(one.trained_on) if one.trained_on else "",
                show_date(one.reached_on) if one.reached_on else "",
            ]
        )  # fmt: skip
    headers = {"Content-Disposition": 'attachment; filename="nen-gap-ai.csv"'}
    return Response(out.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)
