"""The fictional board's saved replies, and what it has answered for everybody.

All texts are samples of how such answers look; nobody has checked them.
"""

from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from sqlalchemy import select

from outreach import clock
from outreach.accounts.models import Role, User
from outreach.answers import actions
from outreach.answers.models import Answer
from outreach.answers.rules import ENTRY, STEP_NOTE, Known
from outreach.database import db
from outreach.documents import queries as documents
from outreach.dossiers.models import Procedure
from outreach.tutorials import queries as tutorials

WORK_PERMIT, SIGN_IN = "cap-giay-phep-lao-dong", "dang-nhap-vneid"
PERMIT, EXTENSION, RULES_OF_WORK, ORIGIN = "1.014199", "1.014201", "2.001955", "1.000665"
SAMPLE, SAMPLE_EN = (
    "\n\n*(Câu trả lời mẫu, chưa được kiểm tra.)*",
    "\n\n*(A sample answer that nobody has checked.)*",
)
# title, text, procedure, number of a document, times used
REPLIES = (
    ("Chào và hẹn trả lời", "Chào Anh/Chị {nguoi}, {can_bo} đã nhận câu hỏi của {doanh_nghiep}. Tôi kiểm tra và trả lời trong giờ làm việc hôm nay.", None, None, 31),
    ("Ký số: không tìm thấy chứng thư", "Anh/Chị thử giúp theo thứ tự: rút USB ký số rồi cắm lại; mở phần mềm ký số xem có thấy chứng thư; tắt trình duyệt, mở lại và bấm Ký số. Nếu vẫn báo lỗi, Anh/Chị gửi ảnh màn hình, che tên và số.", None, "23/2025/NĐ-CP", 18),
    ("Tệp quá dung lượng", "Tệp lớn quá thì Anh/Chị quét lại ở 150 dpi, đen trắng, lưu PDF; thường còn dưới 3 MB. Vẫn lớn thì tách thành “phần 1”, “phần 2” rồi đính kèm cả hai.", None, None, 22),
    ("Xin mã hồ sơ", "Anh/Chị cho tôi xin mã hồ sơ của thủ tục {thu_tuc} (in trên giấy tiếp nhận) để tra cứu giúp.", None, None, 14),
    ("Đang kẹt ở một bước", "Tôi thấy Anh/Chị đang ở bước “{buoc}”. Anh/Chị đọc phần “Bây giờ Anh/Chị thấy” ở cuối bước; nếu màn hình khác thì nhắn lại cho tôi dòng chữ đang hiện.", None, None, 9),
    ("Hồ sơ đang bổ sung", "Hồ sơ {ho_so} đang chờ bổ sung. Anh/Chị mở Cổng, mục hồ sơ đã nộp, bấm Bổ sung, đính kèm giấy tờ còn thiếu rồi nộp lại; không cần nộp hồ sơ mới.", None, "118/2025/NĐ-CP", 11),
    ("Gọi tổng đài hỗ trợ", "Nếu cần nói chuyện ngay, Anh/Chị gọi {hotline} trong giờ làm việc; tôi đã ghi lại câu hỏi nên người nghe máy biết việc của {doanh_nghiep}.", None, None, 6),
    ("Tài khoản định danh của tổ chức", "{doanh_nghiep} dùng tài khoản định danh điện tử của tổ chức; người đại diện đăng ký bằng tài khoản cá nhân trong VNeID.", None, "59/2022/NĐ-CP", 7),
)  # fmt: skip


class Sample(NamedTuple):
    """A published answer: what it says, about what, on what it rests, and how its readers found it."""

    question: str
    answer: str
    procedure: str | None
    bases: tuple[tuple[str, str | None], ...]
    days: int  # since it was published
    read: tuple[int, int, int]  # opened, helped, did not
    step: tuple[str, str] | None = None
    english: tuple[str, str] | None = None


ANSWERS = (
    Sample(
        "Bấm Ký số mà Cổng báo “Không tìm thấy chứng thư số” thì làm gì?",
        "1. Rút USB ký số, cắm lại vào cổng USB khác.\n2. Mở phần mềm của nhà cung cấp chữ ký số, xem có hiện chứng thư và còn hạn không.\n3. Tắt hẳn trình duyệt, mở lại trang rồi bấm **Ký số**.\n\nUSB phải cắm vào đúng máy đang mở Cổng.",
        PERMIT, (("23/2025/NĐ-CP", None),), 48, (214, 61, 9), (WORK_PERMIT, "ky-so"),
        ("Signing says “No certificate found”. What can we do?",
         "1. Unplug the signing token and plug it into another USB port.\n2. Open the supplier's signing software and see whether the certificate is shown and valid.\n3. Close the browser completely, open the page again and press **Ký số**.\n\nThe token must be in the computer that has the portal open."),
    ),
    Sample(
        "Tệp hộ chiếu quá dung lượng, có tách ra được không?",
        "Được. Quét lại ở 150 dpi, đen trắng rồi lưu PDF; nếu vẫn lớn thì tách thành hai tệp và đặt tên “phần 1”, “phần 2”.",
        PERMIT, (), 41, (158, 44, 3), (WORK_PERMIT, "dinh-kem"),
    ),
    Sample(
        "Gia hạn giấy phép lao động có nộp trực tuyến toàn bộ được không?",
        "Được. Thủ tục này nộp trực tuyến toàn trình: khai, đính kèm, ký số, trả phí và nhận kết quả đều trên Cổng Dịch vụ công quốc gia. Bản cứng không phải mang đến.",
        EXTENSION, (("219/2025/NĐ-CP", None), ("118/2025/NĐ-CP", None)), 36, (131, 37, 6), None,
        ("Can a work permit be extended entirely online?",
         "Yes. Filling in, attaching, signing, paying and collecting are all done on the National Public Service Portal. No paper copy has to be brought."),
    ),
    Sample(
        "Công ty còn tài khoản cũ của cổng tỉnh, dùng tiếp được không?",
        "Không. Từ 20/07/2026 Cổng Dịch vụ công quốc gia chỉ đăng nhập bằng tài khoản định danh điện tử (VNeID). Doanh nghiệp dùng tài khoản định danh của tổ chức do người đại diện đăng ký.",
        None, (("29/2026/QĐ-TTg", None), ("69/2024/NĐ-CP", None)), 30, (187, 52, 4),
    ),
    Sample(
        "Nộp nội quy lao động: phải scan cả bản có dấu hay chỉ cần bản Word?",
        "Đính kèm bản PDF đã ký số của người đại diện; bản Word chỉ để cán bộ góp ý nhanh hơn, không thay được bản ký.",
        RULES_OF_WORK, (("23/2025/NĐ-CP", None),), 22, (64, 17, 5),
    ),
    Sample(
        "C/O mẫu D nộp xong sửa lại được không?",
        "Sửa được khi hồ sơ chưa được duyệt: mở hồ sơ trong hệ thống cấp C/O, chọn sửa rồi ký lại. Khi đã duyệt thì phải xin cấp lại.",
        ORIGIN, (), 12, (38, 9, 4),
    ),
)  # fmt: skip
# Still on their way: one with names in it, one that waits for somebody else.
DRAFT = (
    "Chị Lan ở Công ty TNHH Mẫu Phú Cường hỏi: giám đốc đi công tác thì ký số thế nào?",
    "Chị gọi 0900 000 001 gặp anh Nam nhé. Giám đốc ký từ xa được nếu chữ ký số là loại ký từ xa; USB thì phải cắm vào máy đang mở Cổng.",
)
WAITING = (
    "Trả phí rồi mà hồ sơ vẫn ghi “chưa nộp phí”?",
    "Chờ khoảng 30 phút rồi tải lại trang. Nếu tài khoản đã bị trừ tiền thì không trả lần hai; gửi biên lai cho cán bộ hỗ trợ.",
)


def answer_all(today: date) -> None:
    """Eight replies, six published answers with two in English, a draft, and one that waits."""
    helpdesk, officer, leader = (_person(role) for role in (Role.HELPDESK, Role.OFFICER, Role.LEADER))
    for title, text, code, number, uses in REPLIES:
        reply = actions.create_reply(
            title=title, text=text, procedure_id=_procedure(code), bases=_bases(((number, None),)),
            by=helpdesk.id,
        )  # fmt: skip
        reply.uses = uses
    for sample in ANSWERS:
        made = _published(
            sample, sample.question, sample.answer + SAMPLE, "vi", None, (helpdesk, officer, leader)
        )
        _back_to(made, sample, today)
        if sample.english:
            question, answer = sample.english
            other = _published(
                sample, question, answer + SAMPLE_EN, "en", made.id, (helpdesk, officer, leader)
            )
            _back_to(other, sample._replace(read=(21, 6, 0)), today)
    _write(DRAFT[0], DRAFT[1], {"by": helpdesk.id})
    waiting = _write(WAITING[0], WAITING[1] + SAMPLE, {"by": helpdesk.id, "needs_no_basis": True})
    actions.call_redacted(answer_id=waiting.id, known=Known(), allowed=(), seen=None, by=helpdesk.id)


def _published(
    sample: Sample,
    question: str,
    answer: str,
    language: str,
    original_id: int | None,
    people: tuple[User, ...],
) -> Answer:
    writer, officer, leader = people
    made = _write(
        question, answer,
        {
            "by": writer.id, "kind": STEP_NOTE if sample.step else ENTRY, "language": language,
            "procedure_id": _procedure(sample.procedure), "step": _step(sample.step),
            "needs_no_basis": not sample.bases, "original_id": original_id, "bases": _bases(sample.bases),
        },
    )  # fmt: skip
    actions.call_redacted(answer_id=made.id, known=Known(), allowed=(), seen=None, by=writer.id)
    actions.approve(answer_id=made.id, by=leader.id)
    return actions.publish(answer_id=made.id, by=officer.id)


def _write(question: str, answer: str, values: dict[str, Any]) -> Answer:
    given = {"bases": {}, "original_id": None, **values}
    kept = {name: given.pop(name) for name in ("bases", "original_id", "by")}
    return actions.write_answer(said=actions.Said(question, answer, **given), **kept)


def _back_to(answer: Answer, sample: Sample, today: date) -> None:
    """As if it had been published so many days ago, and read since."""
    at = datetime.combine(min(today, clock.today()) - timedelta(days=sample.days), time(9, 30), clock.LOCAL)
    answer.written_at, answer.redacted_at = at - timedelta(days=2), at - timedelta(days=2)
    answer.approved_at, answer.published_at = at - timedelta(days=1), at
    answer.opened, answer.helped, answer.did_not_help = sample.read
    db.session.flush()


def _person(role: Role) -> User:
    return db.session.scalars(select(User).where(User.role == role).order_by(User.id).limit(1)).one()


def _procedure(code: str | None) -> int | None:
    return db.session.scalar(select(Procedure.id).where(Procedure.code == code)) if code else None


def _bases(cited: tuple[tuple[str | None, str | None], ...]) -> dict[int, str | None]:
    found = ((documents.find(number), place) for number, place in cited if number)
    return {document.id: place for document, place in found if document is not None}


def _step(step: tuple[str, str] | None) -> tuple[int, str | None] | None:
    tutorial = tutorials.get_tutorial(step[0]) if step else None
    return (tutorial.id, step[1]) if tutorial and step else None
