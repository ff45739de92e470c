"""What each kind of file holds, with the headings that one-stop systems and boards put above it.

The first headings of each list come from exports that were seen, in their order of priority; then come names
that such columns carry elsewhere, and last the English ones of our own files.
"""

from outreach.i18n import lazy_gettext as _l
from outreach.sheets import values
from outreach.sheets.columns import Field, Layout


def _named(headings: str) -> tuple[str, ...]:
    return tuple(heading.strip() for heading in headings.split(";"))


_PROCEDURE_CODE = "Mã thủ tục; Mã TTHC; Mã thủ tục hành chính; Mã số TTHC"
_PROCEDURE_NAME = (
    "Tên thủ tục hành chính; Thủ tục; Tên TTHC; Tên thủ tục; Nội dung; Dịch vụ công; Thủ tục hành chính"
)
_FIELD = Field(
    "field",
    _l("Lĩnh vực"),
    _named("Lĩnh vực; Lĩnh vực, công việc giải quyết theo cấp; Lĩnh vực giải quyết; field"),
    values.parse_text,
)
_TAX_CODE = Field(
    "tax_code",
    _l("Mã số thuế"),
    _named("Mã số thuế; MST; Mã số doanh nghiệp; Mã số thuế/CCCD; MST/CCCD; Mã doanh nghiệp; tax_code"),
    values.parse_tax_code,
)
_BUSINESS_CODE = Field(
    "business_code",
    _l("Mã riêng của doanh nghiệp"),
    _named("Mã riêng; Mã nội bộ; Mã doanh nghiệp nội bộ; business_id; business_code"),
    values.parse_own_code,
)

DOSSIERS = Layout(
    kind="dossiers",
    fields=(
        Field(
            "dossier_code",
            _l("Mã hồ sơ"),
            _named("Mã hồ sơ; Số hồ sơ; Số biên nhận; Số BN; Mã số hồ sơ; Mã HS; dossier_id; dossier_code"),
            values.parse_code,
            required=True,
        ),
        Field(
            "received_on",
            _l("Ngày tiếp nhận"),
            _named("Ngày tiếp nhận; Ngày nhận; Ngày nộp; Thời gian tiếp nhận; Ngày nhận hồ sơ; received_on"),
            values.parse_date,
            required=True,
        ),
        Field(
            "due_on",
            _l("Ngày hẹn trả"),
            _named("Ngày hẹn trả; Hạn xử lý; Hạn trả kết quả; Ngày hẹn trả kết quả; due_on"),
            values.parse_date,
        ),
        Field(
            "finished_on",
            _l("Ngày có kết quả"),
            _named("Ngày hoàn thành; Ngày kết thúc xử lý; Ngày có kết quả; Ngày kết thúc; finished_on"),
            values.parse_date,
        ),
        Field(
            "returned_on",
            _l("Ngày trả kết quả"),
            _named("Ngày trả; Ngày trả kết quả; returned_on"),
            values.parse_date,
        ),
        Field(
            "procedure_code",
            _l("Mã thủ tục"),
            _named(f"{_PROCEDURE_CODE}; procedure; procedure_code"),
            values.parse_procedure_code,
        ),
        Field(
            "procedure_name",
            _l("Tên thủ tục"),
            _named(f"{_PROCEDURE_NAME}; procedure_name"),
            values.parse_text,
        ),
        _FIELD,
        Field(
            "agency",
            _l("Cơ quan giải quyết"),
            _named("Cơ quan giải quyết; Đơn vị; Đơn vị tiếp nhận; Cơ quan thụ lý; Cơ quan; agency"),
            values.parse_text,
        ),
        Field(
            "applicant",
            _l("Chủ hồ sơ"),
            _named(
                "Chủ hồ sơ; Tên tổ chức; Tên doanh nghiệp; Tổ chức, cá nhân nộp hồ sơ; Người nộp hồ sơ; "
                "Người nộp; Người đăng ký; Tên công ty; Doanh nghiệp; applicant"
            ),
            values.parse_text,
        ),
        _TAX_CODE,
        _BUSINESS_CODE,
        Field(
            "filing_channel",
            _l("Hình thức nộp"),
            _named(
                "Trực tuyến; Hình thức nộp; Hình thức tiếp nhận; Kênh tiếp nhận; Hình thức; "
                "Hình thức nộp hồ sơ; channel; filing_channel"
            ),
            values.parse_channel,
            parse_under={"Trực tuyến": values.parse_online_mark},
        ),
        Field(
            "return_channel",
            _l("Hình thức trả kết quả"),
            _named("Hình thức trả kết quả; Hình thức trả; Hình thức nhận kết quả; return_channel"),
            values.parse_return_channel,
        ),
        Field(
            "status",
            _l("Trạng thái"),
            _named("Trạng thái; Tình trạng; Tình trạng hồ sơ; Trạng thái hồ sơ; status"),
            values.parse_status,
        ),
        Field(
            "paid_vnd",
            _l("Số tiền thanh toán trực tuyến (đồng)"),
            _named(
                "Số tiền thanh toán trực tuyến (đồng); Số tiền thanh toán trực tuyến; Thanh toán trực tuyến; "
                "paid_vnd"
            ),
            values.parse_vnd,
        ),
        Field(
            "digitised",
            _l("Số hóa"),
            _named("Số hóa; Đã số hóa; Số hóa hồ sơ; digitised; digitized"),
            values.parse_yes_no,
        ),
        Field(
            "assistance",
            _l("Hỗ trợ nộp"),
            _named("Hỗ trợ nộp; Hình thức hỗ trợ; assistance"),
            values.parse_assistance,
        ),
    ),
    needs=(("dossier_code",), ("received_on",)),
    keys=("dossier_code",),
)

BUSINESSES = Layout(
    kind="businesses",
    fields=(
        _TAX_CODE,
        _BUSINESS_CODE,
        Field(
            "name",
            _l("Tên doanh nghiệp"),
            _named(
                "Tên doanh nghiệp; Tên công ty; Doanh nghiệp; Công ty; Tên tổ chức; Tên đơn vị; name; "
                "business_name"
            ),
            values.parse_text,
        ),
        Field(
            "zone",
            _l("Khu/Cụm công nghiệp"),
            _named(
                "Khu/Cụm công nghiệp; KCN; Khu công nghiệp; Cụm công nghiệp; KCN/CCN; CCN; Khu/Cụm; "
                "Khu kinh tế; Khu chế xuất; zone"
            ),
            values.parse_text,
        ),
        Field(
            "employees",
            _l("Số lao động"),
            _named("Số lao động; Lao động; Tổng số lao động; employees"),
            values.parse_employees,
        ),
    ),
    needs=(("tax_code", "business_code"),),
    keys=("tax_code", "business_code"),
)

PROCEDURES = Layout(
    kind="procedures",
    fields=(
        Field(
            "procedure_code",
            _l("Mã thủ tục"),
            _named(f"{_PROCEDURE_CODE}; code; procedure; procedure_code"),
            values.parse_procedure_code,
            required=True,
        ),
        Field(
            "name",
            _l("Tên thủ tục"),
            _named(f"{_PROCEDURE_NAME}; name; procedure_name"),
            values.parse_text,
        ),
        _FIELD,
        Field(
            "service_level",
            _l("Mức độ dịch vụ công"),
            _named(
                "Mức độ DVCTT; Loại dịch vụ công; Mức độ; Mức độ dịch vụ công; "
                "Mức độ dịch vụ công trực tuyến; service_level"
            ),
            values.parse_service_level,
        ),
    ),
    needs=(("procedure_code",),),
    keys=("procedure_code",),
)

INTERVENTIONS = Layout(
    kind="interventions",
    fields=(
        Field(
            "intervention_code",
            _l("Mã hoạt động"),
            _named("Mã hoạt động; Mã; intervention_id; intervention_code; code"),
            values.parse_own_code,
            required=True,
        ),
        Field(
            "type",
            _l("Loại hoạt động"),
            _named("Loại hoạt động; Loại; Hình thức; type"),
            values.parse_intervention_type,
            required=True,
        ),
        Field(
            "title",
            _l("Tên hoạt động"),
            _named("Tên hoạt động; Tiêu đề; Nội dung; Hoạt động; title"),
            values.parse_text,
        ),
        Field(
            "held_on",
            _l("Ngày tổ chức"),
            _named("Ngày tổ chức; Ngày thực hiện; Ngày; Thời gian; held_on; date"),
            values.parse_date,
            required=True,
        ),
        Field(
            "partners",
            _l("Đơn vị phối hợp"),
            _named("Đơn vị phối hợp; Phối hợp; partners"),
            values.parse_text,
        ),
        Field(
            "covers_all",
            _l("Đến mọi doanh nghiệp"),
            _named("Đến mọi doanh nghiệp; Toàn bộ doanh nghiệp; covers_all"),
            values.parse_yes_no,
        ),
        Field(
            "cost_planned_vnd",
            _l("Kinh phí dự kiến (đồng)"),
            _named("Kinh phí dự kiến; Dự toán; Dự toán kinh phí; cost_planned_vnd"),
            values.parse_vnd,
        ),
        Field(
            "cost_vnd",
            _l("Kinh phí (đồng)"),
            _named("Kinh phí; Chi phí; Kinh phí đã chi; Kinh phí thực hiện; cost_vnd"),
            values.parse_vnd,
        ),
    ),
    needs=(("intervention_code",),),
    keys=("intervention_code",),
)

EXPOSURES = Layout(
    kind="exposures",
    fields=(
        Field(
            "intervention_code",
            _l("Mã hoạt động"),
            _named("Mã hoạt động; intervention_id; intervention_code; activity; Hoạt động"),
            values.parse_own_code,
            required=True,
        ),
        _TAX_CODE,
        _BUSINESS_CODE,
        Field(
            "exposed_on",
            _l("Ngày tiếp cận"),
            _named("Ngày tiếp cận; Ngày tham dự; Ngày; exposed_on; date"),
            values.parse_date,
        ),
        Field(
            "how",
            _l("Cách tiếp cận"),
            _named("Cách tiếp cận; Hình thức; how"),
            values.parse_text,
        ),
    ),
    needs=(("intervention_code",), ("tax_code", "business_code")),
)
