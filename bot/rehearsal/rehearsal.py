"""Puts a rehearsal together: the cast, the script, the mishaps; and plays it."""

import asyncio
import gc
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from pathlib import Path

from bot.app import Brug
from bot.rehearsal import script
from bot.rehearsal.answerer import Answerer
from bot.rehearsal.asker import Asker
from bot.rehearsal.book import Book
from bot.rehearsal.cast import Persona, cast
from bot.rehearsal.coordinator import Coordinator
from bot.rehearsal.director import Director, dice_of
from bot.rehearsal.interpreters import Interpreters, hire
from bot.rehearsal.mishaps import stage_mishaps
from bot.rehearsal.observer import Observer
from bot.rehearsal.player import DEEDS, Player
from bot.rehearsal.replies import Reply
from bot.rehearsal.stage import Stage, folder_for_play
from bot.rehearsal.staging import ask_at_meeting, stage_voices
from bot.rehearsal.trier import Trier
from bot.rehearsal.virtual_time import VirtualClock, VirtualLoop
from lab.phases import months_after
from lab.policy import Policy
from lab.touchpoints import DEFAULT_PLAN, Touchpoint
from lab.wall_time import moment_of, zone_of
from locales.catalogue import Catalogues, load

DAWN = time(6, 0)


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What is played. The same values give the same book, to the last letter."""

    people: int = 24
    months: int = 12
    seed: int = 7
    events: tuple[str, ...] = ()
    policy: Policy = field(default_factory=Policy)
    plan: tuple[Touchpoint, ...] = DEFAULT_PLAN
    starts: date = script.STARTS

    @property
    def ends(self) -> date:
        return months_after(self.starts, self.months)


def rehearse(
    played: Rehearsal,
    catalogues: Catalogues | None = None,
    progress: Callable[[float], None] = lambda _: None,
    wrap: Callable[[Brug], None] = lambda _: None,
) -> Book:
    """In an event loop of its own. `wrap` may change the program that is played, to see that the checks notice it."""
    texts = catalogues or load()
    clock = VirtualClock(_dawn(played.starts))
    with tempfile.TemporaryDirectory(prefix="brug-rehearsal-", dir=folder_for_play()) as folder:
        stage = Stage(Path(folder), played.seed, texts, clock, played.policy, played.plan, wrap)
        with _seldom_collected(), asyncio.Runner(loop_factory=lambda: VirtualLoop(clock)) as runner:
            return runner.run(_play(played, stage, progress))


@contextmanager
def _seldom_collected() -> Iterator[None]:
    """Looking for garbage again and again took a fifth of the time (see `bot.app`)."""
    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(500_000, 20, 1000)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()


def _dawn(day: date) -> datetime:
    return moment_of(datetime.combine(day, DAWN), zone_of(script.ZONE))


async def _play(played: Rehearsal, stage: Stage, progress: Callable[[float], None]) -> Book:
    everybody = cast(played.people, played.seed, tuple(stage.catalogues.languages))
    until = _dawn(played.ends)
    book = Book(everybody, played.policy, script.ZONE, stage.catalogues, stage.clock.moment, until)
    observer = Observer(stage, book)
    asker, trier = Asker(stage, observer), Trier(stage, observer)
    helps = (asker, trier, Answerer(stage, observer))
    coordinator = Coordinator(stage, observer, played.starts, *helps, unspoken=_unspoken(everybody))
    players = {one.address: Player(one, dice_of(played.seed, one.dice), book.zone_of(one.number)) for one in everybody}
    director = Director(stage, observer, coordinator, Interpreters(stage, book), players, until, progress)
    await stage.open()
    try:
        await stage.set_up_lab(played.starts, played.people)
        await hire(stage)
        prepare_people(director, played)
        prepare_meetings(director, played)
        stage_voices(director, played.starts, (played.ends - played.starts).days)
        stage_mishaps(director, played.starts, played.events)
        await director.play()
        if director.down_until is None:
            await asker.search(book.starts)
    finally:
        if director.down_until is None:
            await stage.close()
        stage.close_eye()
    return book


def _unspoken(everybody: tuple[Persona, ...]) -> str:
    """The language of somebody who answers, but not English: so that somebody misses the words."""
    return next((one.language for one in everybody if one.kind in ("quick", "maybe") and one.language != "en"), "")


def prepare_people(director: Director, played: Rehearsal) -> None:
    """When each of them comes, and what she does by herself."""
    begins, length = director.stage.clock.moment, director.until - director.stage.clock.moment
    for who in director.players.values():
        persona = who.persona
        comes = begins + timedelta(days=persona.joins, hours=4, minutes=persona.number * 7)
        director.says(comes, who, lambda: Reply(text="/start"))
        get_to_know = partial(director.coordinator.get_to_know, persona.number)
        director.at(comes + timedelta(days=5 if persona.kind == "guarded" else 1), get_to_know)
        for deed in DEEDS.get(persona.kind, ()):
            at = begins + length * deed.share + timedelta(minutes=persona.number * 11)
            director.does(who, deed, max(at, comes + timedelta(days=2)))


def prepare_meetings(director: Director, played: Rehearsal) -> None:
    days = (played.ends - played.starts).days
    for place, act in enumerate(script.acts(days, played.events)):
        known = director.coordinator.at(max(act.day - act.known, 1), time(9, 30))
        director.at(known.astimezone(UTC), partial(_announce, director, act, place))
    for day in script.TALK_DAYS:
        for clock in script.TALK_HOURS:
            opened = director.coordinator.at(max(day - 12, 0), time(9, 0))
            talk = director.coordinator.at(day, clock).astimezone(UTC)
            director.at(opened.astimezone(UTC), partial(director.coordinator.open_talk, talk))
    for day in range(1, days):
        if (played.starts + timedelta(days=day)).weekday() < 5:
            director.at(director.coordinator.at(day, time(10, 0)).astimezone(UTC), director.coordinator.do_tasks)


async def _announce(director: Director, act: script.Act, place: int) -> None:
    """The meeting is planned; all that she will do about it follows."""
    coordinator = director.coordinator
    meeting = await coordinator.plan(act, place)
    await director.stage.brug.jobs.plan()
    ask_at_meeting(director, act, place, meeting)
    for change in act.changes:
        on = coordinator.at(act.day - change.on, change.at).astimezone(UTC)
        director.at(on, partial(coordinator.change, meeting, change))
    shifted = sum(change.days for change in act.changes)
    over = act.day + shifted
    director.at(
        coordinator.at(over + act.noted, time(9, 0)).astimezone(UTC), partial(coordinator.note_presence, meeting)
    )
    if act.written >= 0:
        written = coordinator.at(over + act.written, time(12, 0)).astimezone(UTC)
        whole = place != 1
        director.at(written, partial(coordinator.write_decided, meeting, all_languages=whole))
