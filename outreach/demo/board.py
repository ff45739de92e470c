"""The fictional board's lasting facts: zones, businesses, procedures, people. Every name carries "Mẫu"."""

import random
from dataclasses import dataclass
from datetime import date, time
from typing import Any

ZONES = (
    "Khu công nghiệp Mẫu Sông Xanh",
    "Khu công nghiệp Mẫu Đồng Bằng",
    "Khu công nghiệp Mẫu Núi Thơm",
    "Cụm công nghiệp Mẫu Bến Tre Xưa",
)
ZONE_SIZES = (28, 24, 18, 10)

TRADES = (
    "Bao bì", "Cơ khí", "Dệt may", "Điện tử", "Giày da", "Gỗ nội thất", "Hóa chất", "Linh kiện ô tô",
    "Logistics", "May mặc", "Nhựa", "Nội thất", "Sơn", "Thép", "Thiết bị y tế", "Thủy sản",
    "Thức ăn chăn nuôi", "Thực phẩm", "Vật liệu xây dựng", "Xử lý nước",
)  # fmt: skip
EPITHETS = (
    "An Hòa", "Ánh Dương", "Ban Mai", "Bình Minh", "Cát Tường", "Đại Lộc", "Gió Mới", "Hải Âu",
    "Hoa Sen", "Kim Ngân", "Long Thành", "Ngọc Lan", "Phượng Vĩ", "Sao Khuê", "Thiên Nga", "Trường Sơn",
    "Ước Mơ", "Việt Thắng", "Xuân Thịnh", "Yên Bình",
)  # fmt: skip
KINDS = ("Công ty TNHH", "Công ty TNHH", "Công ty Cổ phần", "Công ty TNHH MTV")

# Codes and names from the national catalogue as seen on 18/07/2026; shortened where a name lists every variant.
PROCEDURES = (
    ("1.009664", "Thủ tục cấp Giấy chứng nhận đăng ký đầu tư", "Đầu tư", "Toàn trình", 6),
    ("1.009647", "Thủ tục điều chỉnh Giấy chứng nhận đăng ký đầu tư", "Đầu tư", "Toàn trình", 12),
    ("1.009662", "Thủ tục thông báo về việc tự quyết định chấm dứt hoạt động dự án của nhà đầu tư", "Đầu tư", "Một phần", 1),
    ("1.014199", "Cấp giấy phép lao động đối với người lao động nước ngoài làm việc tại Việt Nam", "Lao động", "Toàn trình", 22),
    ("1.014200", "Cấp lại giấy phép lao động đối với người lao động nước ngoài làm việc tại Việt Nam", "Lao động", "Toàn trình", 6),
    ("1.014201", "Gia hạn giấy phép lao động đối với người lao động nước ngoài làm việc tại Việt Nam", "Lao động", "Toàn trình", 18),
    ("2.001955", "Đăng ký nội quy lao động của doanh nghiệp", "Lao động", "Toàn trình", 8),
    ("1.010727", "Cấp giấy phép môi trường (cấp Tỉnh)", "Môi trường", "Một phần", 5),
    ("1.010729", "Cấp điều chỉnh giấy phép môi trường (cấp Tỉnh)", "Môi trường", "Một phần", 3),
    ("1.013236", "Cấp giấy phép xây dựng mới công trình cấp đặc biệt, cấp I, cấp II", "Xây dựng", "Một phần", 6),
    ("1.013231", "Cấp điều chỉnh giấy phép xây dựng đối với công trình cấp đặc biệt, cấp I, cấp II", "Xây dựng", "Một phần", 4),
    ("2.000063", "Cấp Giấy phép thành lập Văn phòng đại diện của thương nhân nước ngoài tại Việt Nam", "Thương mại", "Một phần", 2),
    ("1.000665", "Cấp Giấy chứng nhận xuất xứ hàng hoá (C/O) ưu đãi mẫu D", "Xuất nhập khẩu", "Toàn trình", 10),
    ("MAU.000001", "Xác nhận bản sao quy hoạch lô đất trong khu công nghiệp (thủ tục mẫu)", "Quy hoạch", "Cung cấp thông tin", 3),
)  # fmt: skip

AGENCY_OF_FIELD = {
    "Đầu tư": "Phòng Quản lý đầu tư",
    "Lao động": "Phòng Quản lý doanh nghiệp và lao động",
    "Môi trường": "Phòng Quản lý tài nguyên và môi trường",
    "Xây dựng": "Phòng Quản lý quy hoạch và xây dựng",
    "Quy hoạch": "Phòng Quản lý quy hoạch và xây dựng",
    "Thương mại": "Phòng Quản lý đầu tư",
    "Xuất nhập khẩu": "Phòng Quản lý doanh nghiệp và lao động",
}

# (role, name, e-mail): addresses under example.vn reach nobody
PORTAL = "Cổng Dịch vụ công quốc gia"
# Days before today, from, to, note.
OUTAGES = (
    (40, time(8, 15), time(11, 30), "Không tải được tệp đính kèm."),
    (205, time(13, 0), time(17, 0), "Bảo trì không báo trước."),
)
# The numbers of Hậu Giang's report on 2020, under a made-up name.
REPORTED: dict[str, Any] = {
    "title": "Nộp trực tuyến năm 2020", "source": "Báo cáo mẫu 01/BC-MAU, ngày 15/12/2020",
    "first": date(2020, 1, 1), "split_on": date(2020, 9, 30), "last": date(2020, 12, 31),
    "received": 301, "online": 91, "online_first": 2, "received_first_low": None, "received_first_high": None,
}  # fmt: skip
STAFF = (
    ("officer", "Lê Thị Mẫu Hạnh", "canbo@example.vn"),
    ("helpdesk", "Phạm Văn Mẫu Tâm", "motcua@example.vn"),
    ("leader", "Trần Quốc Mẫu Minh", "lanhdao@example.vn"),
    ("administrator", "Nguyễn Thu Mẫu An", "quantri@example.vn"),
)
CLERKS = ("Đỗ Thị Mẫu Lan", "Võ Thanh Mẫu Sơn", "Bùi Ngọc Mẫu Hà")


@dataclass(frozen=True)
class DemoBusiness:
    """One fictional business with the habits the story gives it."""

    tax_code: str
    name: str
    zone: str
    employees: int
    volume: float  # dossiers a month
    leaning: float  # share it would file online at the beginning, 0–1
    habit: float  # chance to do as last time


def tax_code(random_: random.Random) -> str:
    """A code that passes the check digit under the prefix 99, which no tax office uses."""
    weights = (31, 29, 23, 19, 17, 13, 7, 5, 3)
    while True:
        digits = [9, 9, *(random_.randrange(10) for _ in range(7))]
        rest = sum(w * d for w, d in zip(weights, digits, strict=True)) % 11
        if rest:
            return "".join(map(str, digits)) + str(10 - rest)


def businesses(random_: random.Random) -> list[DemoBusiness]:
    """About eighty businesses in four zones, with heavy-tailed volumes."""
    names = [(trade, epithet) for trade in TRADES for epithet in EPITHETS]
    random_.shuffle(names)
    made = []
    for zone, size in zip(ZONES, ZONE_SIZES, strict=True):
        for _ in range(size):
            trade, epithet = names.pop()
            made.append(
                DemoBusiness(
                    tax_code=tax_code(random_),
                    name=f"{random_.choice(KINDS)} {trade} Mẫu {epithet}",
                    zone=zone,
                    employees=max(8, int(random_.lognormvariate(4.8, 1.1))),
                    volume=min(6.0, random_.lognormvariate(-0.25, 0.75)),
                    leaning=random_.betavariate(1.1, 4.5),
                    habit=random_.uniform(0.3, 0.75),
                )
            )
    return made
