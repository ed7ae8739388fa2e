"""What the address of the list of people asks for, and what there is to choose from."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import timedelta
from urllib.parse import parse_qs, urlencode

from sqlalchemy.ext.asyncio import AsyncConnection

from admin.group_names import group_name
from admin.meeting_words import title_of, when_of
from admin.visit import Visit
from admin.words import STANDINGS
from lab.meetings import PLANNED, Meeting
from lab.phases import KEYS, NAMES
from locales import N_
from store.desk import works_within
from store.desk_meetings import labs_within
from store.groups import groups_in
from store.labs import Lab
from store.meetings import meetings
from store.people_list import NOBODY, Asked
from store.staff import colleagues

ANSWERS = {
    "yes": N_("Said yes"),
    "maybe": N_("Said maybe"),
    "no": N_("Said no"),
    "waiting": N_("On the waiting list"),
    "open": N_("No answer yet"),
    "came": N_("Was there"),
    "missed": N_("Was not there"),
}
MOST_DAYS = 999
MEETINGS_SHOWN = 30
Names = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Wanted:
    """As the address says it: words, and numbers as text. What is strange there asks for nothing."""

    q: str = ""
    state: str = ""
    language: str = ""
    lab: str = ""
    group: str = ""
    owner: str = ""
    silent: str = ""
    quiet: str = ""
    meeting: str = ""
    was: str = ""
    phase: str = ""

    def address(self, page: int = 1) -> str:
        asked = {one.name: getattr(self, one.name) for one in fields(self)} | {"page": page if page > 1 else ""}
        return "?" + urlencode({name: value for name, value in asked.items() if value})

    @property
    def more(self) -> bool:
        """Whether it asks for something that stands below "More filters"."""
        return any(getattr(self, one.name) for one in fields(self) if one.name not in ("q", "state", "language"))


def wanted_of(visit: Visit) -> Wanted:
    return Wanted(**{one.name: visit.query(one.name) for one in fields(Wanted)})


def address_of(query: str) -> str:
    """The same list again, from a form field that anybody may have changed."""
    given = {name: values[0][:100] for name, values in parse_qs(query[:2000], max_num_fields=40).items()}
    page = given.get("page", "")
    return Wanted(**{one.name: given.get(one.name, "") for one in fields(Wanted)}).address(_number(page) or 1)


def asked_of(visit: Visit, wanted: Wanted) -> Asked:
    owner = {"me": visit.member.id, "nobody": NOBODY}.get(wanted.owner, _number(wanted.owner))
    silent, quiet = (min(_number(days), MOST_DAYS) for days in (wanted.silent, wanted.quiet))
    return Asked(
        visit.now,
        wanted.q,
        wanted.state,
        wanted.language,
        lab=_number(wanted.lab),
        group=_number(wanted.group),
        owner=owner,
        unwritten=visit.now - timedelta(days=silent) if silent else None,
        silent=visit.now - timedelta(days=quiet) if quiet else None,
        meeting=_number(wanted.meeting),
        was=wanted.was if wanted.was in ANSWERS else "",
        phase=wanted.phase if wanted.phase in KEYS else "",
    )


def _number(text: str) -> int:
    return int(text[:9]) if text.isascii() and text.isdecimal() else 0


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be chosen, each as value and words. `groups` and `meetings`: by the name of their lab."""

    states: Names
    languages: Names
    labs: Names
    groups: Mapping[str, Names]
    meetings: Mapping[str, Names]
    ahead: Mapping[str, Names]
    team: Names
    phases: Names


async def choices_for(visit: Visit, connection: AsyncConnection, kinds: Collection[tuple[str, str]]) -> Choices:
    """`kinds` of people there are: how they stand, and their language."""
    standings, languages = {stands for stands, _ in kinds}, {chose for _, chose in kinds if chose}
    shown = standings | ({"paused"} if "active" in standings else set())
    near = await labs_within(connection, visit.reach)
    held = {one: (await meetings(connection, lab_id=one))[-MEETINGS_SHOWN:] for one in near}

    def ahead(one: Meeting) -> bool:
        return one.state == PLANNED and one.starts_at > visit.now

    return Choices(
        {key: visit.say(word) for key, word in STANDINGS.items() if key in shown},
        _autonyms(visit, languages),
        {str(one.id): one.name for one in near.values()},
        {one.name: await _groups(visit, connection, one) for one in near.values()},
        {one.name: _named(visit, one, reversed(held[one.id])) for one in near.values()},
        {one.name: _named(visit, one, filter(ahead, held[one.id])) for one in near.values()},
        {str(one.id): one.name for one in await colleagues(connection, works_within(visit.reach)) if one.password_hash},
        {key: visit.say(NAMES[key]) for key in KEYS},
    )


def _autonyms(visit: Visit, codes: set[str]) -> Names:
    known = visit.desk.catalogues.languages
    return {code: known[code].autonym if code in known else code for code in sorted(codes)}


async def _groups(visit: Visit, connection: AsyncConnection, lab: Lab) -> Names:
    return {str(one.id): group_name(visit, one) for one in await groups_in(connection, lab.id)}


def _named(visit: Visit, lab: Lab, some: Iterable[Meeting]) -> Names:
    return {str(one.id): f"{title_of(visit, one, lab)} · {when_of(visit, one)}" for one in some}
