"""Names of zones: the same zone is written in many ways."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from outreach.i18n import LazyText
from outreach.i18n import lazy_gettext as _l
from outreach.text import fold_words

ZONE_KINDS: Mapping[str, LazyText] = {
    "industrial_zone": _l("Khu công nghiệp"),
    "industrial_cluster": _l("Cụm công nghiệp"),
    "economic_zone": _l("Khu kinh tế"),
    "export_zone": _l("Khu chế xuất"),
}
_PREFIXES = (
    ("industrial_zone", re.compile(r"(?:(?:khu cong nghiep|khu cn)(?: tap trung)?|kcn)\b")),
    ("industrial_cluster", re.compile(r"(?:(?:cum cong nghiep|cum cn)(?: tap trung)?|ccn)\b")),
    ("economic_zone", re.compile(r"(?:khu kinh te|khu kt|kkt)\b")),
    ("export_zone", re.compile(r"(?:khu che xuat|khu cx|kcx)\b")),
)
_SHORT = {"industrial_zone": "kcn", "industrial_cluster": "ccn", "economic_zone": "kkt", "export_zone": "kcx"}
_ROMANS = {
    "i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6",
    "vii": "7", "viii": "8", "ix": "9", "x": "10", "xi": "11", "xii": "12",
}  # fmt: skip
_STAGE = re.compile(r"\bgd ?(?=[0-9ivx]+\b)")


@dataclass(frozen=True)
class ZoneKey:
    """A zone's name without the ways of writing it; `kind` is None when the name does not say."""

    kind: str | None
    words: str

    def __str__(self) -> str:
        return f"{_SHORT.get(self.kind or '', '')} {self.words}".strip()


def zone_key(name: str) -> ZoneKey:
    """'KCN Đồng Văn II' and 'Khu công nghiệp Đồng Văn 2' → the same key; dashes and GĐ/giai đoạn too."""
    words, kind = _STAGE.sub("giai doan ", fold_words(name)), None
    for candidate, prefix in _PREFIXES:
        if found := prefix.match(words):
            kind, words = candidate, words[found.end() :].strip()
            break
    # The first word may be a name, e.g. "V"; later ones are numbers.
    first, *rest = words.split(" ")
    return ZoneKey(kind, " ".join([first, *(_ROMANS.get(word, word) for word in rest)]))
