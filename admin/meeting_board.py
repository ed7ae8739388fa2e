"""Who comes to a meeting and what they need: for the team, the caterer and the interpreter."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Row

from admin.meeting_words import ANSWERS
from admin.task_kinds import SOMEBODY
from admin.visit import Visit
from flows.meeting import NEED_OPTIONS, REASONS
from lab.people import ACTIVE
from locales import N_
from locales.catalogue import listed

WHY = {one.id: one.label for one in REASONS} | {"left": N_("Left the group")}
NEEDS = {one.id: one.label for one in NEED_OPTIONS}
CHILDREN = N_("children: {count}")
OWN_WORDS = "words"
COMING = ("yes",)
ALWAYS = ("yes", "maybe", "no", "")


@dataclass(frozen=True, slots=True)
class Guest:
    """`why` is ours, `words` are her own. `present`: None as long as nobody noted it."""

    id: int
    name: str
    answer: str
    why: str
    words: str
    present: bool | None
    language: str
    needs: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Column:
    """Who gave one answer: the first of `many`."""

    answer: str
    heading: str
    many: int
    guests: tuple[Guest, ...]

    @property
    def others(self) -> int:
        return self.many - len(self.guests)


@dataclass(frozen=True, slots=True)
class Need:
    """One line for whoever prepares the meeting: what, how many people, and for whom with her own words.

    `people`: name, words, and the language of these.
    """

    key: str
    what: str
    count: int
    people: tuple[tuple[str, str, str], ...]

    @property
    def others(self) -> int:
        return self.count - len(self.people)

    def cut(self, first: int, most: int) -> "Need":
        """With `most` of its people, from the `first` on."""
        return replace(self, people=self.people[first : first + most])


def guests(visit: Visit, people: Iterable[Row[Any]]) -> list[Guest]:
    """Rows of store/meeting_guests.py, by name."""
    found = [_guest(visit, one, one._asdict().get("facts")) for one in people]
    return sorted(found, key=lambda one: (one.name.casefold(), one.id))


def _guest(visit: Visit, row: Row[Any], facts: Mapping[str, Any] | None) -> Guest:
    gone = row.standing != ACTIVE
    why = "left" if gone else (row.reason or "") if row.given == "no" else ""
    needs = (facts or {}).get("needs")
    return Guest(
        row.id,
        row.name or visit.say(SOMEBODY),
        row.given if row.given in ANSWERS else "",
        visit.say(WHY[why]) if why in WHY else "",
        "" if gone else row.words or "",
        row.present,
        row.language,
        needs if isinstance(needs, dict) else {},
    )


def board(everybody: Sequence[Guest], many: Mapping[str, int], most: int) -> list[Column]:
    """By answer, `most` names each; empty columns only where they matter. `many`: how many gave each in all."""
    return [
        Column(
            answer, ANSWERS[answer], many.get(answer, 0), tuple(one for one in everybody if one.answer == answer)[:most]
        )
        for answer in ANSWERS
        if many.get(answer) or answer in ALWAYS
    ]


def needs(visit: Visit, everybody: Iterable[Guest]) -> list[Need]:
    """Of those who come."""
    coming = [one for one in everybody if one.answer in COMING and one.needs]
    found = [_need(visit, option, coming) for option in NEEDS]
    others = [(one.name, str(one.needs["words"]), one.language) for one in coming if one.needs.get("words")]
    own = Need(OWN_WORDS, visit.say(N_("In their own words")), len(others), tuple(others))
    return [one for one in (*found, own) if one.count]


def _need(visit: Visit, option: str, coming: Iterable[Guest]) -> Need:
    some = [one for one in coming if option in (one.needs.get("options") or ())]
    what = visit.say(NEEDS[option])
    if option == "interpreter" and some:
        what = f"{what}: {_spoken(visit, some)}"
    if option == "childcare" and (children := sum(children_of(one) for one in some)):
        what = f"{what}: {visit.say(CHILDREN, count=str(children))}"
    return Need(option, what, len(some), tuple((one.name, "", "") for one in some))


def _spoken(visit: Visit, some: Iterable[Guest]) -> str:
    """ "Arabic 3, Tigrinya 1", in the languages' own names."""
    known = visit.desk.catalogues.languages
    codes = Counter(str(one.needs.get("language") or one.language) for one in some)
    names = [f"{visit.name(known[code].autonym if code in known else code)} {many}" for code, many in codes.items()]
    return listed(visit.language, names)


def children_of(one: Guest) -> int:
    many = one.needs.get("children")
    return many if isinstance(many, int) else 0
