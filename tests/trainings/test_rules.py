"""Seats, people, surveys and codes, by example and by property."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.small_cells import FEWEST, shown_cells
from outreach.trainings.rules.certificates import ALPHABET, code_of, new_code
from outreach.trainings.rules.people import Person, Seat, read_people, seat_people, write_people
from outreach.trainings.rules.seats import Opening, Party, free_seats, is_open, moves_up

PARTIES = st.lists(st.integers(1, 8), max_size=12).map(
    lambda seats: [Party(number, many) for number, many in enumerate(seats, 1)]
)


class TestMovesUp:
    def test_who_came_first_goes_first(self) -> None:
        assert moves_up(3, [Party(1, 2), Party(2, 2), Party(3, 1)]) == [1, 3]

    def test_without_a_limit_everybody(self) -> None:
        assert moves_up(None, [Party(1, 90), Party(2, 1)]) == [1, 2]

    def test_a_large_party_does_not_hold_up_the_small(self) -> None:
        assert moves_up(1, [Party(1, 3), Party(2, 1)]) == [2]

    @given(st.integers(0, 30), PARTIES)
    def test_never_more_than_there_are_seats(self, free: int, waiting: list[Party]) -> None:
        chosen = set(moves_up(free, waiting))
        assert sum(party.seats for party in waiting if party.id in chosen) <= free

    @given(st.integers(0, 30), PARTIES)
    def test_whoever_stays_would_not_have_fitted_behind_those_before(
        self, free: int, waiting: list[Party]
    ) -> None:
        chosen = set(moves_up(free, waiting))
        for place, party in enumerate(waiting):
            before = sum(one.seats for one in waiting[:place] if one.id in chosen)
            assert (party.id in chosen) == (party.seats <= free - before)

    @given(st.integers(0, 30), PARTIES)
    def test_nobody_is_left_who_still_fits(self, free: int, waiting: list[Party]) -> None:
        chosen = moves_up(free, waiting)
        rest = [party for party in waiting if party.id not in chosen]
        left = free - sum(party.seats for party in waiting if party.id in chosen)
        assert moves_up(left, rest) == []

    @given(st.integers(0, 30), PARTIES, st.integers(1, 8))
    def test_a_later_comer_takes_no_seat_from_those_before(
        self, free: int, waiting: list[Party], seats: int
    ) -> None:
        later = moves_up(free, [*waiting, Party(99, seats)])
        assert [id for id in later if id != 99] == moves_up(free, waiting)


class TestOpening:
    START = datetime(2026, 3, 5, 1, 30, tzinfo=UTC)  # 8:30 in Viet Nam

    def test_until_it_begins(self) -> None:
        opening = Opening(self.START, None, cancelled=False)
        assert is_open(opening, self.START - timedelta(seconds=1))
        assert not is_open(opening, self.START)

    def test_through_the_last_day_on_the_boards_calendar(self) -> None:
        opening = Opening(self.START, date(2026, 3, 3), cancelled=False)
        assert is_open(opening, datetime(2026, 3, 3, 16, 59, tzinfo=UTC))
        assert not is_open(opening, datetime(2026, 3, 3, 17, 0, tzinfo=UTC))  # the 4th has begun there

    def test_cancelled_is_closed(self) -> None:
        assert not is_open(Opening(self.START, None, cancelled=True), self.START - timedelta(days=1))

    @pytest.mark.parametrize(("capacity", "taken", "free"), [(None, 9, None), (10, 4, 6), (10, 12, 0)])
    def test_free_seats(self, capacity: int | None, taken: int, free: int | None) -> None:
        assert free_seats(capacity, taken) == free


class TestPeople:
    @pytest.mark.parametrize(
        ("text", "person"),
        [
            ("Nguyễn Thị Lan", Person("Nguyễn Thị Lan")),
            ("1. Nguyễn Thị Lan, kế toán, 0912 345 678", Person("Nguyễn Thị Lan", "kế toán", "0912345678")),
            (
                "- Lê Văn Đức – 0912.345.678 – Trưởng phòng",
                Person("Lê Văn Đức", "Trưởng phòng", "0912345678"),
            ),
            ("Trần B\tlái xe\t091", Person("Trần B", "lái xe, 091")),
        ],
    )
    def test_a_line(self, text: str, person: Person) -> None:
        assert read_people(text) == [person]

    def test_empty_lines_are_nobody(self) -> None:
        assert read_people("\n  \n,;\nLan\n") == [Person("Lan")]

    @given(st.text(max_size=80))
    def test_what_is_written_back_reads_the_same(self, text: str) -> None:
        people = read_people(text)
        assert [one.name for one in read_people(write_people(people))] == [
            name for one in people for name in [p.name for p in read_people(one.name)]
        ]

    def test_who_sits_stays_and_who_is_new_fills_up(self) -> None:
        seats = [Seat(1, Person("Lan")), Seat(2, Person("Đức")), Seat(3, None)]
        assert seat_people(seats, [Person("Mai"), Person("Đức")]) == {1: Person("Mai")}

    def test_who_has_come_is_not_written_over(self) -> None:
        seats = [Seat(1, Person("Lan"), present=True), Seat(2, None)]
        assert seat_people(seats, [Person("Mai")]) == {2: Person("Mai")}

    def test_a_seat_is_emptied(self) -> None:
        assert seat_people([Seat(1, Person("Lan"))], []) == {1: None}

    @given(st.lists(st.sampled_from("abcde"), max_size=6), st.lists(st.sampled_from("abcdef"), max_size=6))
    def test_each_new_name_sits_once(self, before: list[str], names: list[str]) -> None:
        seats = [Seat(number, Person(name)) for number, name in enumerate(before)]
        changes = seat_people(seats, [Person(name) for name in names])
        after = [changes.get(seat.id, seat.person) for seat in seats]
        seated = sorted(person.name for person in after if person)
        assert len(seated) == min(len(seats), len(names))
        assert all(names.count(name) >= seated.count(name) for name in seated)


class TestSurvey:
    @given(st.dictionaries(st.integers(0, 8), st.integers(0, 40), min_size=1))
    def test_nothing_small_is_shown_nor_found_by_subtraction(self, counts: dict[int, int]) -> None:
        shown = shown_cells(counts)
        hidden = [counts[key] for key, count in shown.items() if count is None]
        assert all(count is None or count == 0 or count >= FEWEST for count in shown.values())
        if hidden and sum(counts.values()) >= FEWEST and len(counts) > 1:
            assert len(hidden) > 1
            assert sum(hidden) >= FEWEST

    def test_large_cells_stay(self) -> None:
        assert shown_cells({"a": 20, "b": 7, "c": 0}) == {"a": 20, "b": 7, "c": 0}
        assert shown_cells({"a": 20, "b": 7, "c": 1}) == {"a": 20, "b": 7, "c": 1} | {"b": None, "c": None}


class TestCodes:
    def test_new_ones_are_read_back(self) -> None:
        code = new_code()
        assert code_of(f" {code.lower().replace('-', ' ')} ") == code

    @given(st.text(max_size=60))
    def test_what_is_none_is_none(self, text: str) -> None:
        code = code_of(text)
        assert code is None or (len(code) == 14 and set(code) <= {*ALPHABET, "-"})
