"""One phone for several people: who is writing, as far as that can be told without asking. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flows.folding import fold
from flows.numbers import number_in
from locales import N_

WHO = N_("Who is writing?")
AGAIN = N_("Is it you again, {name}?")
ME = N_("It is me")
SOMEBODY_ELSE = N_("Somebody else here")
MESSAGE_FOR = N_("For {name}: you have a message.")
NOT_NOW = N_("Not here now")
WAITS = N_("Good. The message waits.")
ANY_TIME = N_("Several people use this phone. If somebody else wants to write, write /who.")

COMMAND = "who"
SURE_FOR = timedelta(minutes=30)
"""So long after her last words it is still she, if nobody else of the phone heard from us since."""
LONGEST_NAME = 18
"""On a button; the narrowest channel shows twenty characters."""

NEW, LATER = "new", "later"
_TOKEN = re.compile(r"who:(new|[0-9]{1,18})(:later)?")


@dataclass(frozen=True, slots=True)
class Choice:
    """What a button says: it is the one at `address_id` (0: somebody new), or she is not here now (`later`)."""

    address_id: int
    later: bool = False


@dataclass(frozen=True, slots=True)
class Sharer:
    """One of those who use a phone, at her own `address_id`."""

    address_id: int
    name: str


def token(address_id: int, *, later: bool = False) -> str:
    return f"who:{address_id or NEW}" + (f":{LATER}" if later else "")


def choice_in(taps: Sequence[str]) -> Choice | None:
    """What she tapped, if it is a button of this kind."""
    found = _TOKEN.fullmatch(taps[0]) if taps else None
    return Choice(0 if found[1] == NEW else int(found[1]), later=bool(found[2])) if found else None


def written(text: str, sharers: Sequence[Sharer]) -> Choice | None:
    """Who types her name or the number of a button has chosen too. The last number is somebody new."""
    heard = fold(text)
    named = [one.address_id for one in sharers if heard and fold(one.name) == heard]
    if len(named) == 1:
        return Choice(named[0])
    number = number_in(text) or 0
    if number == len(sharers) + 1:
        return Choice(0)
    return Choice(sharers[number - 1].address_id) if 0 < number <= len(sharers) else None


def is_still_she(spoke_at: datetime | None, now: datetime, *, another_heard: bool) -> bool:
    """Whether what comes in now is of her who wrote last. `another_heard`: somebody else heard from us since then."""
    return spoke_at is not None and now - spoke_at <= SURE_FOR and not another_heard


def label(name: str) -> str:
    return name if len(name) <= LONGEST_NAME + 2 else f"{name[:LONGEST_NAME].rstrip()}…"
