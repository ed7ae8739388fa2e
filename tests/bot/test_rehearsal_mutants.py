"""The checks of a rehearsal can fail: each broken variant of Brug breaks the rule that it should."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import contacting, effects, meeting_changes, planning
from bot import mediation as asking
from bot.abouts import poll as poll_about
from bot.messages import File, Outbound
from bot.rehearsal import trier
from bot.rehearsal.checks import violations
from bot.rehearsal.rehearsal import Rehearsal, rehearse
from bot.rehearsal.stand_in import StandIn
from bot.turn import Turn
from flows.effects import Unkept, Vote
from flows.model import Become
from lab.mediation import Text
from lab.meetings import Meeting
from lab.people import STOPPED
from lab.touchpoints import Touchpoint, due_at
from locales.catalogue import Catalogues
from scheduler.cadence import Contact, Decision, Send
from store import ballots, mediation, pilot_news, promises
from store.tables import person, pilot_update, task
from tests.conversations import catalogues

SMALL = Rehearsal(people=4, months=2, seed=7, events=("moves",))
"""One who answers, one who does not, one who leaves, and one who changes her language."""
LARGER = Rehearsal(people=10, months=4, seed=7)
"""With answers that go through mediators or to several people, and photos of a team."""
Patch = pytest.MonkeyPatch


def open_gate(patch: Patch) -> None:
    """Everything goes out as soon as it is due."""

    def decide(due: Sequence[Contact], *_: object) -> dict[int, Decision]:
        return {one.id: Send() for one in due}

    patch.setattr(contacting, "decide", decide)


def sends_twice(patch: Patch) -> None:
    send = StandIn.send

    async def twice(self: StandIn, address: str, message: Outbound, files: dict[int, File]) -> str:
        first = await send(self, address, message, files)
        self.arrived.append(replace(self.arrived[-1], at=self.clock.now()))
        return first

    patch.setattr(StandIn, "send", twice)


def speaks_english(patch: Patch) -> None:
    voice = Turn.voice
    patch.setattr(Turn, "voice", lambda self: replace(voice(self), language="en"))


def falls_back_to_english(patch: Patch) -> None:
    """The message says that it is in her language; its text is not."""
    patch.setattr(Catalogues, "__call__", lambda self, _, text: self.languages["en"].texts[text])


def does_not_hear_stop(patch: Patch) -> None:
    perform = vars(effects)["_PERFORM"]
    listen = perform[Become]

    async def become(connection: object, turn: Turn, effect: Become, desk: object) -> None:
        if effect.state != STOPPED:
            await listen(connection, turn, effect, desk)

    patch.setitem(perform, Become, become)


def never_asks_how_she_is(patch: Patch) -> None:
    patch.setattr(planning, "check_up_due", lambda *_: None)
    patch.setattr(planning, "is_silent", lambda *_: False)


def tells_nobody_of_a_change(patch: Patch) -> None:
    async def tell_all(*_: object) -> None: ...

    patch.setattr(meeting_changes, "_tell_all", tell_all)


def reminds_too_late(patch: Patch) -> None:
    def later(touchpoint: Touchpoint, meeting: Meeting) -> datetime:
        return due_at(touchpoint, meeting) + timedelta(hours=3)

    patch.setattr(planning, "due_at", later)
    patch.setattr(planning, "expires_at", lambda _, meeting: meeting.ends_at + timedelta(days=3))


def forgets_what_it_promised(patch: Patch) -> None:
    task: Callable[..., dict[str, Any]] = vars(effects)["_task"]

    def without_date(*given: Any, **_: object) -> Mapping[str, Any]:
        return task(*given)

    patch.setattr(effects, "_task", without_date)


def keeps_what_was_confided(patch: Patch) -> None:
    """An answer to a poll is stored like any other message."""
    perform = vars(effects)["_ELSEWHERE"]
    count = perform[Vote]

    async def vote(connection: AsyncConnection, turn: Turn, effect: Vote) -> None:
        await count(connection, turn, effect)
        turn.unkept = False

    async def unkept(*_: object) -> None: ...

    patch.setitem(perform, Vote, vote)
    patch.setitem(perform, Unkept, unkept)


def tells_everybody(patch: Patch) -> None:
    """Of a poll: who is not meant is asked, and who took no part hears the result."""

    async def took_part(connection: AsyncConnection, polls: Iterable[int]) -> dict[tuple[int, int], int]:
        people = (await connection.execute(select(person.c.id))).scalars().all()
        return {(poll, who): 1 for poll in polls for who in people}

    patch.setattr(ballots, "who_took_part", took_part)
    patch.setattr(poll_about, "_needless", lambda *_: "")


def believes_every_mediator(patch: Patch) -> None:
    """What one of them wrote goes out at once."""
    keep = mediation.keep_words

    async def keep_words(connection: AsyncConnection, text: Text, words: str, now: datetime) -> None:
        await keep(connection, text, words, now)
        await mediation.approve(connection, text, words, now)

    patch.setattr(mediation, "keep_words", keep_words)


def names_people_to_mediators(patch: Patch) -> None:
    patch.setattr(asking, "nameless", lambda words, *_: words)


def shows_photos_that_were_held_back(patch: Patch) -> None:
    """And the coordinator finds a face on each of them."""
    settle = pilot_news.settle_update

    async def settle_update(
        connection: AsyncConnection, update_id: int, *, passed: bool, media_kept: str | None
    ) -> None:
        query = select(pilot_update.c.media).where(pilot_update.c.id == update_id)
        await settle(connection, update_id, passed=passed, media_kept=(await connection.execute(query)).scalar())

    patch.setattr(trier, "FACES", 1.0)
    patch.setattr(pilot_news, "settle_update", settle_update)


def answers_only_the_first_who_asked(patch: Patch) -> None:
    keep = promises.keep_answer

    async def keep_answer(connection: AsyncConnection, ids: Iterable[int], answer: str, language: str) -> None:
        alone = select(task.c.id).where(task.c.id.in_(ids), task.c.merged_into.is_(None))
        await keep(connection, (await connection.execute(alone)).scalars().all(), answer, language)

    patch.setattr(promises, "keep_answer", keep_answer)


def rules_broken() -> set[str]:
    return {one.rule for one in violations(rehearse(SMALL, catalogues()))}


def test_the_real_program_breaks_no_rule() -> None:
    assert rules_broken() == set()


@pytest.mark.parametrize(
    ("mutant", "rules"),
    [
        (open_gate, {"a_day", "hours"}),
        (sends_twice, {"once"}),
        (speaks_english, {"language"}),
        (falls_back_to_english, {"text"}),
        (does_not_hear_stop, {"consent"}),
        (never_asks_how_she_is, {"floor"}),
        (tells_nobody_of_a_change, {"correction"}),
        (reminds_too_late, {"reminder"}),
        (forgets_what_it_promised, {"promise"}),
        (keeps_what_was_confided, {"anonymous"}),
        (tells_everybody, {"result", "audience"}),
    ],
)
def test_a_broken_program_is_found_out(
    mutant: Callable[[Patch], None], rules: Iterable[str], monkeypatch: Patch
) -> None:
    mutant(monkeypatch)

    assert rules_broken() >= set(rules)


def test_a_program_that_is_careless_with_what_people_bring_in_is_found_out(monkeypatch: Patch) -> None:
    """All at once: it takes more people and more months until somebody is answered together, or shown a photo."""
    believes_every_mediator(monkeypatch)
    names_people_to_mediators(monkeypatch)
    shows_photos_that_were_held_back(monkeypatch)
    answers_only_the_first_who_asked(monkeypatch)

    broken = {one.rule for one in violations(rehearse(LARGER, catalogues()))}

    assert broken >= {"unapproved", "named", "picture", "together"}
