"""Every round hands every idea on fairly, whatever people do: come late, leave, write nothing or three ideas."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from lab.brainwriting import Idea, Written, ends_of, hand_out

FIVE = ("amina", "bilal", "céline", "deniz", "els")


def idea(name: str, *authors: str, handed: int = 0) -> Idea:
    return Idea(name, frozenset(authors), handed)


def spread(ideas: Sequence[Idea], given: Mapping[str, str]) -> list[int]:
    """How often each was handed on altogether, the most first: the smaller, the fairer."""
    now = Counter(given.values())
    return sorted((one.handed + now[one.id] for one in ideas), reverse=True)


def fairest(ideas: Sequence[Idea], people: Sequence[str]) -> list[int]:
    """By trying all ways."""
    able = [[one.id for one in ideas if who not in one.authors] or [""] for who in people]
    ways = (dict(zip(people, way, strict=True)) for way in product(*able))
    return min((spread(ideas, {who: one for who, one in way.items() if one}) for way in ways), key=_unevenness)


def _unevenness(counts: list[int]) -> int:
    return sum(count * count for count in counts)


def test_nobody_gets_her_own_idea() -> None:
    ideas = [idea("bench", "amina"), idea("tree", "bilal")]

    assert hand_out(ideas, ["amina", "bilal"], "seed") == {"amina": "tree", "bilal": "bench"}


def test_nor_one_that_she_built_on_before() -> None:
    assert hand_out([idea("bench", "amina", "bilal")], ["amina", "bilal", "els"], "seed") == {"els": "bench"}


def test_who_wrote_everything_gets_nothing_and_blocks_nobody() -> None:
    ideas = [idea("bench", "amina"), idea("tree", "amina")]

    assert set(hand_out(ideas, FIVE, "seed")) == set(FIVE) - {"amina"}


def test_without_ideas_or_people_nothing_is_handed_on() -> None:
    assert hand_out([], FIVE, "seed") == {}
    assert hand_out([idea("bench", "amina")], [], "seed") == {}


def test_who_comes_late_gets_what_was_handed_on_least() -> None:
    ideas = [idea("bench", "amina", handed=2), idea("tree", "bilal", handed=1), idea("lamp", "els", handed=2)]

    assert hand_out(ideas, ["farid"], "seed") == {"farid": "tree"}


def test_one_who_can_take_only_one_idea_gets_it_in_exchange() -> None:
    """Whoever is asked first must not take from her the only one that she can have."""
    ideas = [idea("bench", "amina"), idea("tree", "bilal"), idea("lamp", "amina", "bilal", "els")]

    for seed in map(str, range(20)):
        given = hand_out(ideas, ["amina", "bilal", "farid"], seed)
        assert given == {"amina": "tree", "bilal": "bench", "farid": "lamp"}


def test_the_same_seed_hands_out_the_same_in_whatever_order_they_are_given() -> None:
    ideas = [idea(str(number), who) for number, who in enumerate(FIVE)]

    assert hand_out(ideas, FIVE, "x") == hand_out(ideas[::-1], FIVE[::-1], "x")
    assert len({tuple(sorted(hand_out(ideas, FIVE, str(seed)).items())) for seed in range(9)}) > 1


def test_the_newest_shape_of_an_idea_goes_on_and_all_who_wrote_it_are_its_authors() -> None:
    written = [Written("bench", "amina"), Written("roof", "bilal", "bench"), Written("tree", "els")]

    ends = ends_of(written, {"bench": 1, "tree": 2})

    assert ends == (idea("roof", "amina", "bilal", handed=1), idea("tree", "els", handed=2))


def test_two_may_build_on_one_idea_and_a_lost_beginning_or_a_circle_breaks_nothing() -> None:
    written = [Written("a", "x"), Written("b", "y", "a"), Written("c", "z", "a"), Written("d", "x", "gone")]
    circle = [Written("e", "x", "f"), Written("f", "y", "e"), Written("g", "z", "f")]

    assert [end.id for end in ends_of(written, {})] == ["b", "c", "d"]
    assert ends_of(circle, {}) == (idea("g", "x", "y", "z"),)


small = st.lists(
    st.tuples(st.sets(st.sampled_from(FIVE), min_size=1, max_size=3), st.integers(0, 3)), min_size=1, max_size=4
).map(lambda found: [Idea(str(n), frozenset(authors), handed) for n, (authors, handed) in enumerate(found)])


@settings(deadline=None)
@given(small, st.lists(st.sampled_from(FIVE), max_size=5, unique=True), st.text(max_size=3))
def test_no_other_way_of_handing_out_is_fairer(ideas: list[Idea], people: list[str], seed: str) -> None:
    given = hand_out(ideas, people, seed)

    by_id = {one.id: one for one in ideas}
    assert all(who not in by_id[one].authors for who, one in given.items())
    assert set(given) == {who for who in people if any(who not in one.authors for one in ideas)}
    assert _unevenness(spread(ideas, given)) == _unevenness(fairest(ideas, people))


@st.composite
def evenings(draw: st.DrawFn) -> list[dict[str, int]]:
    """Who is there in each of some rounds, and how many texts each writes in it: 0 to 3 at first, 0 or 1 later."""
    people = [f"p{number}" for number in range(draw(st.integers(2, 24)))]
    first = st.fixed_dictionaries({}, optional={who: st.integers(0, 3) for who in people})
    later = st.fixed_dictionaries({}, optional={who: st.integers(0, 1) for who in people})
    return [draw(first), *(draw(later) for _ in range(draw(st.integers(1, 4))))]


@settings(deadline=None)
@given(evenings())
def test_every_round_covers_every_idea_fairly_whatever_people_do(evening: list[dict[str, int]]) -> None:
    first, *later = evening
    written = [Written(f"{who}.{n}", who) for who, number in first.items() for n in range(number)]
    handed: Counter[str] = Counter()
    for number, present in enumerate(later):
        ideas = ends_of(written, handed)
        given = hand_out(ideas, present, str(number))

        _assert_fair(ideas, given, list(present))
        handed.update(given.values())
        written += [
            Written(f"{who}.round{number}", who, given[who]) for who, wrote in present.items() if wrote and who in given
        ]


def _assert_fair(ideas: Sequence[Idea], given: Mapping[str, str], people: Sequence[str]) -> None:
    by_id = {one.id: one for one in ideas}
    load = Counter({one.id: one.handed for one in ideas})
    load.update(given.values())
    for who, got in given.items():
        assert who not in by_id[got].authors
        # Nobody could have been given another one that is two times rarer: the counts differ by one where they can.
        rarer = [one for one in ideas if who not in one.authors and load[one.id] < load[got] - 1]
        assert not rarer
    able = {who for who in people if any(who not in one.authors for one in ideas)}
    assert set(given) == able
