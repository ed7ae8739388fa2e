"""Short texts that people translate for each other: who is asked, how often, and what travels along."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

WAITING, GIVEN, APPROVED = "waiting", "given", "approved"
"""The states of a translation. Only what is approved is shown to anybody else."""
A_DAY, A_WEEK = 3, 10
"""So many texts we send to one mediator at most: key persons are overasked. What she asks for does not count."""
ASK_LIFE = timedelta(days=3)
"""So long one text waits for one mediator; then another one is asked."""
LONGEST = 700
"""Longer texts are for the desk: nobody translates them in a chat."""
KEPT = timedelta(days=180)
"""After approval."""
HIDDEN = "…"
_SURELY_A_NAME = 4


@dataclass(frozen=True, slots=True)
class Text:
    """One text on its way into one language. `asked_at`: when the one who has it now was asked; None: nobody has it.
    `characters`: how many the source has at most, where it was not read itself.

    `mediator_id` translates or did, `second_id` looks at what was given. `skipped`: who cannot or does not.
    `unsure`: the one who wrote it is not sure, or the second one says no.
    """

    id: int
    lab_id: int
    subject: str
    source_language: str
    language: str
    source: str
    state: str = WAITING
    words: str = ""
    unsure: bool = False
    mediator_id: int | None = None
    second_id: int | None = None
    skipped: tuple[int, ...] = ()
    asked_at: datetime | None = None
    characters: int | None = None

    @property
    def reference(self) -> str:
        return f"translation:{self.id}"

    @property
    def short(self) -> bool:
        return (len(self.source) if self.characters is None else self.characters) <= LONGEST

    def is_with(self, person_id: int) -> bool:
        """Whether it is her turn."""
        holder = self.mediator_id if self.state == WAITING else self.second_id
        return self.state != APPROVED and self.asked_at is not None and holder == person_id

    def was_just_given_by(self, person_id: int) -> bool:
        """Nobody else has looked at it yet: she may still say whether she is sure."""
        return self.state == GIVEN and self.mediator_id == person_id and self.second_id is None

    @property
    def is_refused(self) -> bool:
        """The second one looked at it and said no. Who only passed it over is among the `skipped`."""
        looked = self.second_id is not None and self.asked_at is None and self.second_id not in self.skipped
        return self.state == GIVEN and self.unsure and looked

    def is_open(self) -> bool:
        """Whether somebody may be asked for it: to translate, or to look at what was given."""
        taken = self.mediator_id if self.state == WAITING else self.second_id
        return self.short and self.state != APPROVED and taken is None

    def is_for_desk(self) -> bool:
        """It was asked as often as it can be: a human of the team decides."""
        unresolved = self.state == GIVEN and self.second_id is not None and self.asked_at is None
        return unresolved or (self.state == WAITING and not self.short)


@dataclass(frozen=True, slots=True)
class Mediator:
    """`asked`: when we wrote to her about a text in the last week. `busy`: one is with her just now."""

    id: int
    speaks: frozenset[str]
    asked: tuple[datetime, ...] = ()
    busy: bool = False

    def knows(self, text: Text) -> bool:
        """Both its languages."""
        return {text.source_language, text.language} <= self.speaks

    def can(self, text: Text) -> bool:
        """She knows both languages, has not passed it over, and does not judge her own words."""
        return self.knows(text) and self.id not in text.skipped and self.id != text.mediator_id

    def has_room(self, now: datetime) -> bool:
        """One text at a time, so many a day and so many in seven days."""
        today = sum(now - one < timedelta(days=1) for one in self.asked)
        week = sum(now - one < timedelta(days=7) for one in self.asked)
        return not self.busy and today < A_DAY and week < A_WEEK


def whom_to_ask(text: Text, mediators: Iterable[Mediator], now: datetime) -> Mediator | None:
    """The one who was asked least. None: nobody can, or nobody has room."""
    able = [one for one in mediators if one.can(text) and one.has_room(now)]
    return min(able, key=lambda one: (len(one.asked), one.id), default=None)


def next_for(mediator: Mediator, texts: Iterable[Text]) -> Text | None:
    """What she gets when she asks for it: what is with her already, or else the oldest that she can do."""
    known = list(texts)
    hers = (text for text in known if text.is_with(mediator.id))
    return next(hers, None) or next((text for text in known if text.is_open() and mediator.can(text)), None)


def nameless(words: str, author: str, others: Iterable[str] = ()) -> str:
    """Without the author's name, and without those of other people of the lab."""
    for name in sorted({author.strip(), *author.split()} - {""}, key=len, reverse=True):
        words = re.sub(_named(name), HIDDEN, words, flags=re.IGNORECASE)
    for name in sorted({name.strip() for name in others} - {""}, key=len, reverse=True):
        words = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", HIDDEN, words)
    return words


def _named(name: str) -> str:
    """A long one also as a part of a word: in many languages something is written before or behind it."""
    return re.escape(name) if len(name) >= _SURELY_A_NAME else rf"(?<!\w){re.escape(name)}(?!\w)"
