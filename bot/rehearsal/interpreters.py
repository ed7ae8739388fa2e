"""Two mediators of the rehearsal: each says what others wrote in another language, and looks at the other's words."""

import random
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from itertools import count

from bot.messages import Inbound
from bot.rehearsal.book import Book, Fact, Request
from bot.rehearsal.stage import Stage
from bot.rehearsal.stand_in import ACCOUNT, NAME, Arrival
from bot.rehearsal.voiced import SKIP
from bot.rehearsal.voices import MARK
from lab.people import ACTIVE
from store.intake import insert_many
from store.mediators import MEDIATOR
from store.tables import address, person

ADDRESSES = ("mediator1", "mediator2")
READS = "en"
SEAL = "[m{number}]"
"""Behind all words that a mediator gives: wherever they are found, one knows whether somebody had approved them."""
LATER = timedelta(hours=2)
NOBODY = 0
_MARKED = re.compile(re.escape(MARK).replace(re.escape("{code}"), r"\w+"))
_SEALED = re.compile(re.escape(SEAL).replace(re.escape("{number}"), r"\d+"))
_TARGET = re.compile(r"Can you say this in (.+?)\?")
_ISOLATES = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069"))


async def hire(stage: Stage) -> None:
    """They have a chat and said which languages they speak: all of them."""
    now, database = stage.clock.now(), stage.brug.database
    usual = {"lab_id": stage.lab.id, "language": READS, "role": MEDIATOR, "standing": ACTIVE}
    usual |= {"facts": {"speaks": list(stage.catalogues.languages)}, "created_at": now, "confirmed_at": now}
    phone = {"channel": NAME, "account": ACCOUNT, "created_at": now}
    async with database.write() as connection:
        ids = await insert_many(connection, person, [usual | {"name": one.title()} for one in ADDRESSES])
        phones = [
            phone | {"external": one, "lookup": database.keyring.lookup(f"{NAME}:{ACCOUNT}", one), "person_id": who}
            for one, who in zip(ADDRESSES, ids, strict=True)
        ]
        await insert_many(connection, address, phones)


@dataclass(slots=True)
class Interpreters:
    """What they do when a message comes. They never ask for a text themselves, so that all that come are asked."""

    stage: Stage
    book: Book
    _given: "count[int]" = field(default_factory=lambda: count(1))
    _events: "count[int]" = field(default_factory=lambda: count(1))

    def hears(self, arrival: Arrival) -> Callable[[], Awaitable[None]] | None:
        """What she does about it later. None: nothing."""
        options, asked = _options(arrival), arrival.message.passing
        if asked:
            self.book.requests.append(Request(arrival.at, arrival.address, arrival.message.text))
        dice = random.Random(f"{self.stage.seed}:{arrival.number}")
        if asked and set(options) == {SKIP}:
            said = self._translated(arrival.message.text) if dice.random() < 0.85 else ""
            return partial(self._give, arrival, said, options[SKIP])
        if asked and "no" in options:
            return partial(self._judge, arrival, options, right=dice.random() < 0.9)
        if "unsure" in options:
            return partial(self._take, arrival, options["unsure" if dice.random() < 0.1 else "yes"], "")
        return None

    def _translated(self, asked: str) -> str:
        """Her words, with their seal and their language."""
        plain = asked.translate(_ISOLATES)
        found = _TARGET.search(plain)
        named = {one.autonym: code for code, one in self.stage.catalogues.languages.items()}
        code = named.get(found[1] if found else "", READS)
        words = _MARKED.sub("", plain.split("\n\n")[1].partition(":\n")[2]).strip()
        return f"{words} {SEAL.format(number=next(self._given))} {MARK.format(code=code)}"

    async def _give(self, arrival: Arrival, words: str, skip: str) -> None:
        await self._take(arrival, "" if words else skip, words)

    async def _judge(self, arrival: Arrival, options: dict[str, str], *, right: bool) -> None:
        if right:
            self.book.facts += [
                Fact(self.stage.clock.now(), NOBODY, "approved", one) for one in seals_in(arrival.message.text)
            ]
        await self._take(arrival, options["yes" if right else "no"], "")

    async def _take(self, arrival: Arrival, tap: str, words: str) -> None:
        event = f"{arrival.address}/{next(self._events)}"
        taps = (tap,) if tap else ()
        await self.stage.brug.service.take(Inbound(NAME, ACCOUNT, event, arrival.address, words, taps=taps))


def _options(arrival: Arrival) -> dict[str, str]:
    """Tokens of buttons by the ids of their options."""
    return {one.token.partition(":")[2]: one.token for one in arrival.message.buttons if one.token.startswith("q")}


def seals_in(text: str) -> list[str]:
    return _SEALED.findall(text)
