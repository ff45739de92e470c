"""What may be somebody's name at the head of a message."""

import re

from outreach.text import fold

_ENDS_SENTENCE = (".", "?", "!", ",", ";", ":", "…")
_BREAK = re.compile(r"\s[-–—|_/]+\s|[-–—|_/]+(?=[A-ZĐ])")
_OF_FIRMS = frozenset(
    ["cong", "ty", "cty", "ct", "tnhh", "cp", "co", "phan", "mtv", "kcn", "khu", "nghiep", "bql", "ban"]
)
_TITLES = frozenset(["anh", "chi", "em", "co", "chu", "bac", "ba", "ong", "ms", "mr"])
_COLON = re.compile(r":(?=\s|$)")


def is_name(words: str) -> bool:
    """Whether these words may be a name at all."""
    bare = words.strip()
    return (
        0 < len(bare) <= 80 and len(bare.split()) <= 12 and not bare.endswith(_ENDS_SENTENCE)
        and "://" not in bare and not bare.startswith(("[", '"', "“", ">"))
        and re.search(r"[^\W\d]|[^\x00-\x7f]", bare) is not None
    )  # fmt: skip


def looks_like_a_name(words: str) -> bool:
    """As people call themselves in such groups: 'Lan Anh', 'Lan (Cty ABC)', 'Đức - Công ty TNHH Mẫu'.

    Every word before a dash begins with a capital letter or is no word, but for those of offices and firms.
    """
    bare = re.sub(r"\(.*?\)", "", words)
    own = [word for word in own_part(words).split() if fold(word) not in _OF_FIRMS]
    if not own:
        return len(bare.split()) > 1
    return len(own) <= 6 and all(not word[0].isalpha() or word[0].isupper() for word in own)


def own_part(words: str) -> str:
    """A person's own name, without what stands in brackets or behind a dash: 'Lan (Cty ABC)' → 'Lan'."""
    return _BREAK.split(re.sub(r"\(.*?\)", "", words), maxsplit=1)[0].strip()


def is_somebody(words: str, name: str) -> bool:
    """Whether 'chị Lan Anh (Cty ABC)' is the person called Lan Anh; 'Lan Anh Thư' is somebody else."""
    own = fold(own_part(words)).split()
    return bool(own) and fold(name).split() in (own, own[1:] if own[0] in _TITLES else own)


def name_before_colon(rest: str) -> str | None:
    """The name before the first colon that ends one; a colon within brackets does not."""
    for colon in _COLON.finditer(rest):
        name = rest[: colon.start()]
        if name.count("(") == name.count(")"):
            return name if is_name(name) else None
    return None
