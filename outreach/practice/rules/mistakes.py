"""What can go wrong in a practice run: what the portal says, what it means, and the step that teaches it."""

from typing import NamedTuple

from outreach.i18n import LazyText
from outreach.i18n import lazy_gettext as _l


class Mistake(NamedTuple):
    """One kind of mistake; `said` in the portal's manner, `cure` in ours."""

    step: str
    said: LazyText
    cure: LazyText


MISTAKES: dict[str, Mistake] = {
    "declined": Mistake(
        "sign_in",
        _l("Phiên đăng nhập đã bị từ chối trên thiết bị di động."),
        _l(
            "Không sao cả: Anh/Chị chọn lại tài khoản rồi bấm “Xác nhận” trên điện thoại. Chỉ từ "
            "chối khi chính Anh/Chị không mở trang đăng nhập."
        ),
    ),
    "personal_account": Mistake(
        "sign_in",
        _l("Tài khoản đang dùng là tài khoản cá nhân, không có quyền nộp hồ sơ của tổ chức."),
        _l(
            "Hồ sơ của doanh nghiệp nộp bằng tài khoản định danh của tổ chức. Anh/Chị chọn “Tổ "
            "chức”, rồi người được giao xác nhận trên điện thoại."
        ),
    ),
    "other_procedure": Mistake(
        "choose",
        _l("Thủ tục vừa chọn không phải thủ tục của bài thực hành."),
        _l("Nhiều thủ tục có tên gần giống nhau. Anh/Chị so mã thủ tục với mã ghi ở đầu bài rồi chọn lại."),
    ),
    "empty_field": Mistake(
        "fill",
        _l("Trường bắt buộc chưa có dữ liệu."),
        _l(
            "Anh/Chị điền theo phiếu dữ liệu mẫu bên cạnh. Trên Cổng thật, trường có dấu * mà bỏ "
            "trống thì không sang được bước sau."
        ),
    ),
    "number_format": Mistake(
        "fill",
        _l("Giá trị không hợp lệ: chỉ nhận số nguyên."),
        _l(
            "Anh/Chị chỉ gõ chữ số (có thể thêm dấu chấm ngăn hàng nghìn), không gõ chữ, đơn vị hay dấu phẩy."
        ),
    ),
    "day_format": Mistake(
        "fill",
        _l("Ngày không đúng định dạng dd/mm/yyyy."),
        _l("Anh/Chị gõ ngày trước, tháng sau, đủ bốn chữ số của năm, ví dụ 05/10/2026."),
    ),
    "word_type": Mistake(
        "attach",
        _l("Định dạng tệp không được hỗ trợ (.docx)."),
        _l(
            "Tệp Word còn sửa được nên không nộp được. Trong Word, Anh/Chị chọn Lưu thành (Save As) "
            "rồi chọn PDF, hoặc in, ký và quét lại."
        ),
    ),
    "photo_type": Mistake(
        "attach",
        _l("Định dạng tệp không được hỗ trợ (.heic)."),
        _l(
            "Đây là ảnh chụp của điện thoại. Anh/Chị dùng chức năng quét tài liệu của điện thoại "
            "hoặc máy quét, rồi lưu thành PDF."
        ),
    ),
    "too_large": Mistake(
        "attach",
        _l("Dung lượng tệp vượt quá giới hạn cho phép."),
        _l(
            "Phòng thực hành nhận tối đa 10 MB một tệp; trên Cổng thật, giới hạn ghi ngay ở chỗ chọn "
            "tệp. Anh/Chị quét đen trắng 200–300 dpi, hoặc tách thành nhiều tệp."
        ),
    ),
    "unsigned": Mistake(
        "attach",
        _l("Tệp đính kèm chưa có chữ ký hoặc con dấu."),
        _l("Tài liệu này phải có chữ ký và dấu trước khi đính kèm. Anh/Chị chọn bản đã ký."),
    ),
    "wrong_place": Mistake(
        "attach",
        _l("Tệp đính kèm không đúng thành phần hồ sơ."),
        _l(
            "Tệp thì tốt, nhưng nằm nhầm ô: mỗi thành phần hồ sơ có một ô riêng. Anh/Chị chọn tệp "
            "đúng với tên của ô."
        ),
    ),
    "no_file": Mistake(
        "attach",
        _l("Chưa chọn tệp."),
        _l("Anh/Chị chọn một tệp trong danh sách tệp mẫu rồi bấm nút đính kèm."),
    ),
    "token_missing": Mistake(
        "sign",
        _l("Không tìm thấy thiết bị ký số (USB Token)."),
        _l(
            "Anh/Chị cắm USB Token vào máy tính trước rồi mới chọn chứng thư số. Điện thoại không "
            "cắm được USB Token: khi đó dùng ký số từ xa."
        ),
    ),
    "personal_certificate": Mistake(
        "sign",
        _l("Chứng thư số không thuộc tổ chức đứng tên hồ sơ."),
        _l(
            "Chứng thư vừa chọn là của cá nhân. Anh/Chị chọn chứng thư mang tên và mã số thuế của "
            "doanh nghiệp."
        ),
    ),
    "expired_certificate": Mistake(
        "sign",
        _l("Chứng thư số đã hết hiệu lực."),
        _l(
            "Anh/Chị chọn chứng thư còn hạn. Nếu chỉ có chứng thư hết hạn, Anh/Chị liên hệ nhà cung "
            "cấp chữ ký số để gia hạn trước khi nộp."
        ),
    ),
    "declined_remote": Mistake(
        "sign",
        _l("Giao dịch ký số đã bị từ chối trên thiết bị di động."),
        _l(
            "Người giữ chữ ký số đã bấm từ chối. Anh/Chị gửi lại yêu cầu ký và báo người đó xem tên "
            "tài liệu rồi bấm “Xác nhận ký”."
        ),
    ),
    "left_payment": Mistake(
        "pay",
        _l("Giao dịch thanh toán chưa hoàn tất."),
        _l(
            "Cửa sổ ngân hàng bị đóng trước khi Cổng nhận được kết quả. Anh/Chị không trả lần thứ "
            "hai ngay: xem lại trạng thái trước, rồi hãy thử lại và đợi trang tự quay về."
        ),
    ),
    "incomplete": Mistake(
        "submit",
        _l("Hồ sơ chưa đủ thông tin để nộp."),
        _l(
            "Danh sách dưới đây là những phần còn thiếu. Anh/Chị bấm vào từng phần để làm nốt; những "
            "gì đã làm vẫn còn."
        ),
    ),
    "not_declared": Mistake(
        "submit",
        _l("Chưa xác nhận cam kết về nội dung hồ sơ."),
        _l("Anh/Chị đọc lại hồ sơ rồi đánh dấu vào ô cam kết trước khi nộp."),
    ),
}
