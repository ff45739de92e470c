"""Registers for benches: invented, the same each time, as a one-stop system would hand them over."""

import csv
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

BUSINESSES, PROCEDURES = 5_000, 60
HEADINGS = (
    "STT", "Mã hồ sơ", "Mã thủ tục", "Tên thủ tục hành chính", "Lĩnh vực", "Cơ quan giải quyết", "Chủ hồ sơ",
    "Mã số thuế", "Địa chỉ", "Số điện thoại", "Hình thức nộp", "Hình thức trả kết quả", "Ngày tiếp nhận",
    "Ngày hẹn trả", "Ngày có kết quả", "Ngày trả kết quả", "Trạng thái",
    "Số tiền thanh toán trực tuyến (đồng)", "Số hóa", "Ghi chú xử lý",
)  # fmt: skip
CHANNELS = ("Trực tuyến", "Trực tiếp", "Qua bưu chính công ích")
WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)
RETURNED, IN_PROGRESS = "Đã trả kết quả", "Đang giải quyết"
FIRST, DAYS = date(2021, 1, 4), 1_500


def rows(count: int, *, state: str = RETURNED) -> Iterator[list[str]]:
    """A register in the order of its days."""
    chance = random.Random(7)
    codes = [_tax_code(number) for number in range(BUSINESSES)]
    for number in range(count):
        who, what = chance.randrange(BUSINESSES), chance.randrange(PROCEDURES)
        received = FIRST + timedelta(days=number * DAYS // count)
        ready = f"{received + timedelta(days=chance.randrange(1, 20)):%d/%m/%Y}"
        yield [
            str(number + 1), f"000.00.12.H62-{received:%y%m%d}-{number:07d}", f"1.{9000 + what:06d}",
            f"Thủ tục cấp giấy phép số {what} cho doanh nghiệp trong khu công nghiệp", f"Lĩnh vực {what % 8}",
            f"Phòng {what % 5}", f"Công ty TNHH Sản xuất Thương mại số {who}", codes[who],
            f"Lô {who % 90}, KCN Mẫu {who % 7}", f"09{who:08d}", chance.choice(CHANNELS), "Trực tuyến",
            f"{received:%d/%m/%Y}", f"{received + timedelta(days=15):%d/%m/%Y}", ready, ready,
            state, chance.choice(("", "150.000")), "x", "",
        ]  # fmt: skip


def write_csv(path: Path, count: int, *, state: str = RETURNED) -> Path:
    """As a CSV file with semicolons and a mark."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(HEADINGS)
        writer.writerows(rows(count, state=state))
    return path


def write_xlsx(path: Path, count: int) -> Path:
    """As a workbook whose cells all are text."""
    from xlsxwriter import Workbook

    workbook = Workbook(str(path), {"constant_memory": True})
    sheet = workbook.add_worksheet("Hồ sơ")
    for place, row in enumerate([list(HEADINGS), *rows(count)]):
        for column, text in enumerate(row):
            if text:
                sheet.write_string(place, column, text)
    workbook.close()
    return path


def _tax_code(number: int) -> str:
    """One with its check digit."""
    code = 300_000_000 + number * 37
    while not (rest := sum(w * int(c) for w, c in zip(WEIGHTS, str(code), strict=True)) % 11):
        code += 1
    return f"{code}{10 - rest}"
