"""Files of the tests: the three registers, and small ones made on the spot."""

import io
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from outreach.dossiers import importing
from outreach.sheets.parsing import Parsed

DATA = Path(__file__).parent.parent / "data"
HAU_GIANG = DATA / "hau-giang-2020" / "dossiers.xlsx"
HA_NAM = DATA / "ha-nam-2023-04" / "dossiers.xlsx"
HAI_PHONG = DATA / "hai-phong-2024-03" / "dossiers.csv"
REGISTERS = {"hau-giang": HAU_GIANG, "ha-nam": HA_NAM, "hai-phong": HAI_PHONG}

HEADINGS = (
    "Mã hồ sơ",
    "Ngày tiếp nhận",
    "Ngày trả kết quả",
    "Mã số thuế",
    "Chủ hồ sơ",
    "Hình thức nộp",
    "Trạng thái",
)


def csv(rows: Sequence[Sequence[Any]], headings: Sequence[str] = HEADINGS) -> bytes:
    """A CSV as a one-stop system exports it: a mark, semicolons."""
    lines = [headings, *rows]
    return "\ufeff".encode() + "\r\n".join(";".join(str(cell) for cell in line) for line in lines).encode()


def small(count: int = 3) -> bytes:
    """A good register of `count` dossiers of two businesses, every second one online."""
    return csv(
        [
            (
                f"H24-{n:05d}", "05/03/2024", "08/03/2024", f"03005885{n % 2}9", f"Công ty TNHH Mẫu {n % 2}",
                "Trực tuyến" if n % 2 else "Trực tiếp", "Đã trả kết quả",
            )
            for n in range(count)
        ]
    )  # fmt: skip


def upload(content: bytes, name: str = "sổ hồ sơ.csv") -> tuple[io.BytesIO, str]:
    """What a form sends as a file."""
    return io.BytesIO(content), name


def parsed(path: Path, kind: str = "dossiers") -> Parsed:
    """A file as understood."""
    return importing.understand(path, importing.KINDS[kind], filename=path.name).parsed


def rows_of(path: Path, kind: str = "dossiers") -> list[dict[str, Any]]:
    """A file's rows as actions take them."""
    return [{"row": row.number, **row.values} for row in parsed(path, kind).rows]


def rows_of_bytes(content: bytes) -> list[dict[str, Any]]:
    """The same of a register made on the spot."""
    with tempfile.NamedTemporaryFile(suffix=".csv") as file:
        file.write(content)
        file.flush()
        return rows_of(Path(file.name))
