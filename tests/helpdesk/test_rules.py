"""Links within texts, and what the portal says itself."""

import pytest

from outreach.helpdesk import rules


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("Vào https://dichvucong.gov.vn/p/home, rồi", ["https://dichvucong.gov.vn/p/home"]),
        ("(http://a.vn).", ["http://a.vn"]),
        ("http://127.0.0.1:5000/huong-dan/a?b=1#c", ["http://127.0.0.1:5000/huong-dan/a?b=1#c"]),
        ("javascript:alert(1) data:text/html,x //a.vn www.a.vn", []),
        ("https://dichvucong.gov.vn@evil.vn/x", []),
        ("https://dichvucong.gov.vn%2F@evil.vn", []),
        ("https://", []),
        ("https://аpple.com/x", []),  # a Cyrillic а
        ("https://a.vn/<script>", ["https://a.vn/"]),
        ('https://a.vn/"onclick="x', ["https://a.vn/"]),
        ("https://a.vn/" + "x" * 600, []),
        ("https://a.vn/\u202egpj.exe", ["https://a.vn/"]),  # read from the right: exe.jpg
        ("hai https://a.vn https://b.vn!", ["https://a.vn", "https://b.vn"]),
    ],
)  # fmt: skip
def test_only_whole_web_addresses_become_links(text: str, links: list[str]) -> None:
    pieces = rules.pieces(text)
    assert [one.href for one in pieces if one.href] == links
    assert "".join(one.text for one in pieces) == text, "nothing is lost"


def test_events_are_sentences() -> None:
    assert rules.event_words(rules.event("handed", "Phòng Đầu tư")) == "Đã hỏi Phòng Đầu tư"
    assert rules.event_words("một điều cũ\tChuyển kho") == "Chuyển kho"
    with pytest.raises(KeyError):
        rules.event("nothing of ours")
