"""The lot: an order that hangs on the seed and the codes alone, and favours nobody."""

import subprocess
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.campaigns.rules import lots
from outreach.campaigns.rules.lots import Ticket

CODES = st.one_of(
    st.integers(0, 10**10 - 1).map("{:010}".format), st.text(min_size=1, max_size=12), st.just("#7")
)
LISTS = st.lists(
    st.builds(Ticket, st.integers(1, 10**6), CODES), max_size=40, unique_by=lambda t: t.business_id
)
SEEDS = st.text(min_size=1, max_size=20).map(lots.read_seed)


def board(number: int) -> list[Ticket]:
    """Businesses with tax codes that follow each other, as boards have them."""
    return [Ticket(id, f"{1800000000 + id:010}") for id in range(1, number + 1)]


@given(SEEDS, LISTS)
def test_the_order_is_a_permutation(seed: str, tickets: list[Ticket]) -> None:
    assert sorted(lots.draw(seed, tickets), key=repr) == sorted(tickets, key=repr)


@given(SEEDS, LISTS, st.randoms())
def test_it_hangs_on_seed_and_codes_only(seed: str, tickets: list[Ticket], random: object) -> None:
    shuffled = list(tickets)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert lots.draw(seed, shuffled) == lots.draw(seed, tickets)


@given(SEEDS, st.lists(CODES, unique=True, max_size=40))
def test_whoever_leaves_changes_nobody_elses_order(seed: str, codes: list[str]) -> None:
    tickets = [Ticket(id, code) for id, code in enumerate(codes)]
    drawn = lots.draw(seed, tickets)
    assert lots.draw(seed, tickets[1:]) == [ticket for ticket in drawn if ticket not in tickets[:1]]


@given(SEEDS, st.lists(CODES, unique=True, min_size=1, max_size=20), st.integers(1, 10**6))
def test_numbers_of_our_own_decide_nothing_where_there_are_codes(
    seed: str, codes: list[str], other: int
) -> None:
    here = lots.draw(seed, [Ticket(id, code) for id, code in enumerate(codes)])
    there = lots.draw(seed, [Ticket(other - id, code) for id, code in enumerate(codes)])
    assert [ticket.code for ticket in here] == [ticket.code for ticket in there]


def test_every_business_comes_first_equally_often() -> None:
    """600 seeds, 6 businesses with neighbouring codes: chi-square at 5 degrees of freedom, 0,1 % at 20,5."""
    first = Counter(lots.draw(str(seed), board(6))[0].business_id for seed in range(600))
    assert sum((first[id] - 100) ** 2 / 100 for id in range(1, 7)) < 20.5


def test_every_business_gets_a_seat_equally_often() -> None:
    """A third of the seats: nobody far from a third of the draws (four standard errors over 900 seeds)."""
    seated = Counter(
        ticket.business_id for seed in range(900) for ticket in lots.draw(str(seed), board(30))[:10]
    )
    assert all(abs(seated[id] - 300) < 4 * (900 * 2 / 9) ** 0.5 for id in range(1, 31))


def test_the_order_can_be_drawn_again_with_other_tools() -> None:
    """The recipe of the minutes, word by word, in a shell."""
    codes = ["0312345678", "1800123456-001", "KCN-07", "#12"]
    script = (
        'for code in "$@"; do printf "%s %s\\n" "$(printf %s "$0:$code" | sha256sum)" "$code"; done | sort'
    )
    done = subprocess.run(
        ["bash", "-c", script, "Xổ số 48213", *codes], capture_output=True, text=True, check=True
    )
    by_hand = [line.rsplit(" ", 1)[1] for line in done.stdout.splitlines()]
    ours = lots.draw("Xổ số 48213", [Ticket(id, code) for id, code in enumerate(codes)])
    assert [ticket.code for ticket in ours] == by_hand


def test_the_mark_is_what_sha256_gives() -> None:
    assert lots.mark("2026", "0312345678").startswith(
        subprocess.run(
            ["sha256sum"], input=b"2026:0312345678", capture_output=True, check=True
        ).stdout.decode()[:64]
    )


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        (("0312345678", "KCN-07"), "0312345678"),
        ((None, "KCN-07"), "KCN-07"),
        ((None, None), "#12"),
        (("", ""), "#12"),
    ],
)
def test_what_a_business_takes_part_under(codes: tuple[str | None, str | None], expected: str) -> None:
    assert lots.code_of(12, *codes) == expected


def test_a_seed_is_kept_as_it_is_read() -> None:
    assert lots.read_seed("  Xổ  số\t48213 ") == "Xổ số 48213"
    assert lots.read_seed("Xổ") == "Xổ"


@pytest.mark.parametrize("nothing", [None, "", "  "])
def test_without_a_seed_one_is_made_that_nobody_knew(nothing: str | None) -> None:
    made = {lots.read_seed(nothing) for _ in range(50)}
    assert len(made) == 50
    assert all(len(seed) == 12 and seed.isdigit() for seed in made)


@pytest.mark.parametrize(
    ("listed", "seats", "reached", "words", "field"),
    [
        (0, 5, 0, "chưa có doanh nghiệp nào", None),
        (9, 5, 2, "phải làm trước khi mời", None),
        (9, 0, 0, "ít nhất một chỗ", "seats"),
        (9, -1, 0, "ít nhất một chỗ", "seats"),
        (9, 9, 0, "Anh/Chị mời hết", "seats"),
        (9, 10, 0, "Anh/Chị mời hết", "seats"),
    ],
)
@pytest.mark.usefixtures("app")
def test_when_no_lot_is_drawn(listed: int, seats: int, reached: int, words: str, field: str | None) -> None:
    refusal = lots.refusal(listed=listed, seats=seats, reached=reached)
    assert refusal is not None
    assert words in str(refusal[0])
    assert refusal[1] == field


def test_one_business_more_than_seats_is_enough_for_a_lot() -> None:
    assert lots.refusal(listed=10, seats=9, reached=0) is None


@pytest.mark.parametrize(
    ("type", "covers_all", "may"),
    [("training", False, True), ("visit", False, True), ("media", True, False), ("helpdesk", False, False)],
)
def test_lists_are_for_what_somebody_is_invited_to(type: str, covers_all: bool, may: bool) -> None:
    assert lots.may_invite(type, covers_all=covers_all) is may
