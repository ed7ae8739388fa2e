"""One of the cast on the stage: what she has in mind, and what she does by herself, without being asked."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.rehearsal.book import Delivery
from bot.rehearsal.cast import Persona

AWAKE, ASLEEP = time(7, 30), time(23, 0)
POLL, PILOT = "poll:", "pilot:"


def is_asked(kind: str, about: str) -> bool:
    """Whether such a contact asks something about a poll or a pilot; a result does not."""
    return about.startswith((POLL, PILOT)) and kind != "poll_result"


WITH_HER_NAME = frozenset({"check_in", "check_out", "check_up", "missed", "pilot_check", "preparation"})
"""Kinds that ask for words which the team reads beside her name, where they are about no poll."""


@dataclass(slots=True)
class Player:
    """`wants` is what she is about to do: it says what a yes of hers means. `invited`: how often she was.

    `busy` counts what she did by herself: then she does not answer any more what came before. `subject`: the poll or
    pilot ("poll:12") that we last began to talk about, "" where it was something else; `mixed`: words that the team
    reads were asked for with it. `heard`: how often we wrote. `confided`: how many answers in her own words she gave
    without her name.
    """

    persona: Persona
    dice: random.Random
    zone: ZoneInfo
    language: str = ""
    wants: str = "join"
    invited: int = 0
    asked: int = 0
    busy: int = 0
    heard: int = 0
    subject: str = ""
    mixed: bool = False
    confided: int = 0

    def hears(self, came: Sequence[Delivery]) -> str:
        """What the question in it is about; "" where there is none."""
        self.heard += 1
        for one in came:
            if one.ours:
                self.subject = next((about for kind, about in one.told if is_asked(kind, about)), "")
                self.mixed = any(kind in WITH_HER_NAME and not about.startswith(POLL) for kind, about in one.told)
        asks = came[-1].ours or came[-1].captions
        return self.subject if asks else ""

    def later(self, now: datetime, *, talking: bool) -> datetime:
        """When she answers something that came now. Most people do not answer at night."""
        temper = self.persona.temper
        least, most = (1, 3) if talking else (temper.least, temper.most)
        at = now + timedelta(minutes=self.dice.randint(least, most))
        return at if talking or self.persona.kind == "night" else self._awake(at)

    def _awake(self, at: datetime) -> datetime:
        local = at.astimezone(self.zone)
        if AWAKE <= local.time() < ASLEEP:
            return at
        morning = local.replace(hour=8, minute=local.minute % 30, second=0, microsecond=0)
        return morning + timedelta(days=local.time() >= ASLEEP)


@dataclass(frozen=True, slots=True)
class Deed:
    """What she does by herself when that share of the play is over. Without `says` it is not a message."""

    share: float
    says: str
    wants: str = ""


BLOCK, UNBLOCK, STOP = "block", "unblock", "stop"
BUS = "Who pays for the bus?"
DEEDS: Mapping[str, tuple[Deed, ...]] = {
    "leaves": (Deed(0.55, "/stop", STOP),),
    "returns": (Deed(0.3, "/stop", STOP), Deed(0.6, "Hello", "return")),
    "erases": (Deed(0.62, "/delete", "delete"),),
    "switches": (Deed(0.35, "/language", "language"), Deed(0.75, "/language", "language")),
    "blocks": (Deed(0.3, "", BLOCK), Deed(0.65, "Hello, I am here again.", UNBLOCK)),
    "fewer": (Deed(0.2, "/hours"),),
    "pauses": (Deed(0.4, "/pause"), Deed(0.8, "/pause")),
    "changes": (Deed(0.15, "/meeting"), Deed(0.27, "/meeting"), Deed(0.5, "/meeting"), Deed(0.77, "/meeting")),
    "asks": (
        Deed(0.1, "Is there a lift in the building?"),
        Deed(0.24, "/planned"),
        Deed(0.37, "What became of our idea for the square?"),
        Deed(0.5, "/mydata"),
        Deed(0.7, "/human"),
        Deed(0.85, "Will my daughter find other children there?"),
    ),
    "minor": (Deed(0.3, BUS),),
    "late": (Deed(0.3, BUS),),
}
