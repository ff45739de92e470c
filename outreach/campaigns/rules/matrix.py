"""What is told, by which channel and to whom: the three sides of the matrix.

Contents and channels are those of a board's yearly plan of informing (Đồng Nai 2023, parts III.2 and III.3),
its ten bullets taken apart; the last seven channels are those other boards used beside them.
"""

from typing import NamedTuple

from outreach.i18n import LazyText
from outreach.i18n import lazy_gettext as _l

# The documents number contents a to m without đ, f and j: letters are names, never positions.
CONTENTS: dict[str, LazyText] = {
    "a": _l("Văn bản về kiểm soát thủ tục hành chính, một cửa, Cổng Dịch vụ công quốc gia"),
    "b": _l("Quyền, nghĩa vụ, đạo đức, quy tắc ứng xử của cán bộ, công chức, viên chức"),
    "c": _l("Cải cách thể chế, thủ tục, bộ máy, công vụ; chính quyền điện tử"),
    "d": _l("Văn hóa công sở, quy chế làm việc, phòng, chống tham nhũng, thi đua"),
    "e": _l("Bộ thủ tục hành chính đã công bố: nội dung, tra cứu, biểu mẫu, kết quả"),
    "g": _l("Dịch vụ công trực tuyến, bưu chính công ích, thanh toán trực tuyến, đường dây nóng"),
    "h": _l("Chính sách về sản xuất, kinh doanh; an sinh, phúc lợi xã hội"),
    "i": _l("Các chỉ số PAR Index, SIPAS, PAPI, PCI"),
    "k": _l("Điều tra, khảo sát; phản ánh, kiến nghị; tổng đài 1022"),
    "l": _l("Biểu dương mô hình, cá nhân, tập thể tiên tiến"),
    "m": _l("Nội dung cải cách hành chính theo chỉ đạo của Lãnh đạo tỉnh"),
}

AUDIENCES: dict[str, LazyText] = {
    "businesses": _l("Doanh nghiệp"),
    "staff": _l("Cán bộ, công chức, viên chức"),
    "both": _l("Doanh nghiệp và cán bộ"),
}


class Channel(NamedTuple):
    """A way to tell people; `type` is the type of the interventions that use it."""

    label: LazyText
    type: str


CHANNELS: dict[str, Channel] = {
    "dialogue": Channel(_l("Đối thoại trực tiếp"), "dialogue"),
    "column": Channel(_l("Chuyên mục"), "article"),
    "news": Channel(_l("Tin"), "article"),
    "article": Channel(_l("Bài viết"), "article"),
    "film": Channel(_l("Phim ngắn"), "video"),
    "clip": Channel(_l("Video clip"), "video"),
    "board_site": Channel(_l("Trang thông tin điện tử của Ban"), "article"),
    "province_site": Channel(_l("Trang thông tin điện tử của tỉnh"), "article"),
    "zalo": Channel(_l("Zalo (gửi hàng loạt)"), "broadcast"),
    "youtube": Channel(_l("YouTube"), "video"),
    "leaflet": Channel(_l("Tờ xếp, tờ rơi"), "leaflet"),
    "billboard": Channel(_l("Pa nô"), "poster"),
    "banner": Channel(_l("Băng rôn"), "poster"),
    "poster": Channel(_l("Áp phích"), "poster"),
    "posting": Channel(_l("Niêm yết tại Trung tâm Hành chính công"), "posting"),
    "kiosk": Channel(_l("Máy tính tra cứu tại Trung tâm"), "posting"),
    "phone_app": Channel(_l("Ứng dụng điện thoại để tra cứu"), "posting"),
    "radio_tv": Channel(_l("Đài phát thanh, truyền hình"), "media"),
    "newspaper": Channel(_l("Báo"), "media"),
    "mobile_apps": Channel(_l("Các ứng dụng di động"), "other"),
    "sms": Channel(_l("Tin nhắn SMS"), "sms"),
    "hotline": Channel(_l("Tổng đài 1022, đường dây nóng"), "hotline"),
    "conference": Channel(_l("Hội nghị"), "training"),
    "training": Channel(_l("Tập huấn, bồi dưỡng"), "training"),
    "contest": Channel(_l("Cuộc thi, tọa đàm, cổ động"), "contest"),
    "exchange": Channel(_l("Học tập kinh nghiệm ngoài tỉnh"), "exchange"),
    "organisations": Channel(_l("Tổ chức Đảng, đoàn thể"), "organisation"),
    "other": Channel(_l("Hình thức, kênh khác"), "other"),
    "counter": Channel(_l("Hướng dẫn tại Bộ phận Một cửa"), "counter_help"),
    "law_day": Channel(_l("Ngày triển khai pháp luật"), "other"),
    "visit": Channel(_l("Thăm và làm việc với doanh nghiệp"), "visit"),
    "zalo_one": Channel(_l("Trao đổi riêng qua Zalo"), "helpdesk"),
    "wall_map": Channel(_l("Sơ đồ thủ tục treo tường"), "poster"),
    "joint_plan": Channel(_l("Kế hoạch phối hợp (Sở Tư pháp, Công đoàn)"), "organisation"),
    "tutorial": Channel(_l("Bài hướng dẫn trực tuyến"), "tutorial"),
}
