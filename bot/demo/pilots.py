"""Two pilots of the made-up lab with what their teams told, and a recommendation that grew out of one of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.demo import pilot_words as words
from bot.demo.conversation import SECOND, Talking, evening
from bot.demo.people import EVERYBODY
from bot.pilots import HELP, LOOK, celebrate, raise_pilot_task
from flows.check_up import SORRY_NOTED
from flows.matching import SKIP
from flows.model import Question
from flows.pilot import HOW, HOW_GOES, NEED, REPORTED, WHAT_HAPPENED
from lab.pilots import RUNNING, Pilot
from lab.promises import answer_by, end_of
from lab.recommendations import Recommendation
from lab.wall_time import zone_of
from store import pilot_news, recommendations
from store.labs import Lab
from store.pilots import Milestone, add_milestone, add_pilot, change_milestone, note_heard, put_in_team
from store.tables import task

BEGAN = 16
"""Days since the pilots run."""
PROPOSED, AGREED = 12, 2
"""Days since the recommendation was written down, and since the group agreed on it."""


@dataclass(frozen=True, slots=True)
class Try:
    """A pilot that ends in so many `days`. `steps`: milestones, due in so many days; `reached`: the first one, when."""

    pilot: Pilot
    days: int
    team: tuple[str, ...]
    steps: tuple[tuple[Mapping[str, str], int], ...]
    reached: int | None = None


TRIES = (
    Try(
        Pilot(0, 0, words.CAFE, words.CAFE_GOAL, words.CAFE_MEASURE, budget="300 euro: coffee, books", state=RUNNING),
        75,
        ("Amina", "Oksana", "Lies"),
        ((words.A_ROOM, -2), (words.FIRST_SATURDAY, 17)),
        reached=-1,
    ),
    Try(
        Pilot(0, 0, words.BUDDY, words.BUDDY_GOAL, words.BUDDY_MEASURE, budget="No costs yet", state=RUNNING),
        90,
        ("Tarek", "Elif", "Iryna"),
        ((words.FIVE_BUDDIES, 12),),
    ),
)


@dataclass(frozen=True, slots=True)
class Report:
    """What somebody of a team told so many `days` ago. `about`: its place in `TRIES`. `passed`: a human read it."""

    about: int
    who: str
    days: int
    how: str
    said: str = ""
    need: str = ""
    passed: bool = False


REPORTS = (
    Report(0, "Amina", 9, "on_track"),
    Report(1, "Elif", 8, "slow", "İki arkadaş bulduk. Daha çok insan arıyoruz.", passed=True),
    Report(0, "Oksana", 3, "on_track", "Бібліотека дала нам кімнату на кожну суботу.", passed=True),
    Report(1, "Tarek", 2, "stuck", need="لا نعرف من يريد أن يكون رفيقًا. هل تساعدوننا في البحث؟"),
    Report(0, "Lies", 1, "on_track", "Mevrouw De Smet van de bibliotheek zet zaterdag koffie voor ons."),
)
"""The last one names somebody: it waits until a human has looked at it."""


async def add_pilots(connection: AsyncConnection, lab: Lab, people: Mapping[str, int], now: datetime) -> list[Pilot]:
    """With their teams and steps. Who helped hears of the step that was reached, when the gate has room for it."""
    today = now.astimezone(zone_of(lab.timezone)).date()
    made: list[Pilot] = []
    for one in TRIES:
        new = replace(one.pilot, lab_id=lab.id, ends_on=today + timedelta(days=one.days))
        stored = replace(new, id=await add_pilot(connection, new, now - timedelta(days=BEGAN)))
        await put_in_team(connection, stored.id, [people[name] for name in one.team])
        await _add_steps(connection, stored, one, today, now)
        made.append(stored)
    return made


async def _add_steps(connection: AsyncConnection, pilot: Pilot, one: Try, today: date, now: datetime) -> None:
    made = [
        Milestone(await add_milestone(connection, pilot.id, text, day), pilot.id, text, day)
        for text, day in ((text, today + timedelta(days=days)) for text, days in one.steps)
    ]
    if one.reached is not None:
        reached = replace(made[0], reached_on=today + timedelta(days=one.reached))
        await change_milestone(connection, reached)
        await celebrate(connection, pilot, reached, now)


async def add_reports(
    connection: AsyncConnection, lab: Lab, pilots: Sequence[Pilot], people: Mapping[str, int], now: datetime
) -> None:
    """What is stuck, and what a human has to read, are tasks as soon as they are told."""
    languages = {one.name: one.language for one in EVERYBODY}
    for one in REPORTS:
        at, pilot, who = evening(lab.timezone, now, one.days), pilots[one.about], people[one.who]
        told = {"how": one.how, "words": one.said, "need": one.need}
        made = await pilot_news.report(connection, pilot.id, who, languages[one.who], at, told)
        await note_heard(connection, pilot.id, at)
        if one.passed:
            await pilot_news.settle_update(connection, made, passed=True, media_kept=None)
        elif one.said:
            await raise_pilot_task(connection, pilot, LOOK, at)
        if one.need:
            row = {"lab_id": lab.id, "person_id": who, "kind": HELP, "note": one.need, "created_at": at}
            await connection.execute(insert(task).values(row | {"answer_by": end_of(answer_by(at.date()))}))


async def recommend(
    connection: AsyncConnection, lab: Lab, grew_from: Sequence[str], staff_id: int, now: datetime
) -> None:
    """The group has agreed on it two days ago. Who had a share in it hears so when the scheduler goes on."""
    new = Recommendation(0, lab.id, words.RECOMMENDED, sources=tuple(grew_from))
    made = await recommendations.add_recommendation(connection, new, evening(lab.timezone, now, PROPOSED))
    agreed = replace(new, id=made, state="agreed")
    at = evening(lab.timezone, now, AGREED)
    await recommendations.add_change(connection, agreed, words.WHY_AGREED, staff_id, at)


def moments_of(name: str, zone: str, now: datetime) -> list[datetime]:
    """When she told something."""
    return [evening(zone, now, one.days) for one in REPORTS if one.who == name]


def say(talking: Talking) -> None:
    """How she told it, in her conversation."""
    life = talking.life
    for one in (one for one in REPORTS if one.who == life.figure.name):
        at, name = evening(life.zone, life.now, one.days), TRIES[one.about].pilot.name[life.figure.language]
        talking.she(at, "/pilot")
        talking.taps(at + 10 * SECOND, talking.we(at + SECOND, HOW_GOES, Question(HOW), more={"pilot": name}), one.how)
        _writes(talking, at + 11 * SECOND, WHAT_HAPPENED, one.said)
        _writes(talking, at + 41 * SECOND, NEED, one.need)
        talking.we(at + 72 * SECOND, SORRY_NOTED if one.need else REPORTED)


def _writes(talking: Talking, at: datetime, question: str, words_of_hers: str) -> None:
    asked = talking.we(at, question, Question(words=True, skippable=True))
    if words_of_hers:
        talking.she(at + 29 * SECOND, words_of_hers)
    else:
        talking.taps(at + 29 * SECOND, asked, SKIP)
