"""The sample files of the practice room. Nobody's own file can be sent: there is no field for one."""

from typing import NamedTuple

from outreach.i18n import LazyText
from outreach.i18n import lazy_gettext as _l
from outreach.practice.rules.ways import SIGNED_ON_PAPER, Way

FORM, ENCLOSURE = "form", "enclosure"
SLOTS: dict[str, LazyText] = {
    FORM: _l("Đơn, tờ khai"),
    ENCLOSURE: _l("Tài liệu kèm theo"),
}
ANSWER = "answer"  # what a request for a supplement is answered with
LARGEST_MB = 10  # of this room; the portal prints its own number where files are chosen
TYPES = ("pdf",)


class SampleFile(NamedTuple):
    """One file to choose from; `fits` names the place it is meant for, None: anywhere."""

    name: str
    about: LazyText
    tenth_mb: int  # size in tenths of a megabyte
    fits: str | None = None
    signed: bool = False

    @property
    def kind(self) -> str:
        """What its name ends with."""
        return self.name.rpartition(".")[2]

    @property
    def size_mb(self) -> float:
        """Its size in megabytes."""
        return self.tenth_mb / 10


_WORD = SampleFile("don-de-nghi.docx", _l("bản soạn thảo, còn sửa được"), 1)
_PHOTO = SampleFile("IMG_2041.heic", _l("ảnh chụp bằng điện thoại"), 32)
_LARGE = SampleFile("ban-quet-toan-bo-ho-so.pdf", _l("quét màu 600 dpi cả tập hồ sơ"), 486)

FILES: dict[str, SampleFile] = {
    "word": _WORD,
    "photo": _PHOTO,
    "large": _LARGE,
    "form": SampleFile("don-de-nghi.pdf", _l("bản PDF chưa ký"), 4, fits=FORM),
    "form-signed": SampleFile(
        "don-de-nghi-da-ky.pdf", _l("bản quét rõ, đủ chữ ký và dấu"), 8, fits=FORM, signed=True
    ),
    "enclosure": SampleFile("tai-lieu-kem-theo.pdf", _l("bản PDF chưa có chữ ký, dấu"), 12, fits=ENCLOSURE),
    "enclosure-signed": SampleFile(
        "tai-lieu-kem-theo-da-ky.pdf", _l("bản quét rõ, đủ chữ ký và dấu"), 19, fits=ENCLOSURE, signed=True
    ),
}
SUPPLEMENTS: dict[str, SampleFile] = {
    "word": _WORD,
    "large": _LARGE,
    "full": SampleFile(
        "tai-lieu-bo-sung.pdf", _l("bản đầy đủ, rõ, đúng nội dung được yêu cầu"), 14, fits=ANSWER, signed=True
    ),
}


def fault_of(file: SampleFile | None, slot: str, way: Way) -> str | None:
    """The mistake in putting this file here; None when the portal takes it.

    A form that is to be signed online may come unsigned; on paper the scan must show signature and seal.
    """
    if file is None:
        return "no_file"
    if file.kind not in TYPES:
        return "photo_type" if file.kind == "heic" else "word_type"
    if file.size_mb > LARGEST_MB:
        return "too_large"
    if file.fits not in (slot, None):
        return "wrong_place"
    needs_signature = slot == ENCLOSURE or (slot == FORM and way.signing == SIGNED_ON_PAPER)
    return "unsigned" if needs_signature and not file.signed else None
