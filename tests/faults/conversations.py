"""What the people of the fault tests say, and what each of them must hear back: every answer is another text."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from flows.contributing import RECEIVED
from flows.rights import HELP
from flows.signup import ASK_AGE, ASK_LANGUAGE, ASK_NAME, ASK_TIMES, CONSENT, INTRO
from tests.fakes.telegram_updates import text_update


def _beginning(text: str) -> str:
    return text.partition("{")[0]


SCRIPT: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("/start", (ASK_LANGUAGE,)),
    ("English", (_beginning(INTRO), _beginning(CONSENT))),
    ("yes", (ASK_NAME,)),
    ("Name {chat}", (ASK_AGE,)),
    ("34", (ASK_TIMES,)),
    ("1", ("Thank you, Name {chat}. ",)),
    ("help", (_beginning(HELP),)),
    ("my data", ("This is what we know about you:",)),
    ("pause", ("How long do you want a pause?",)),
    ("1 week", ("Good. We write again after your pause.",)),
    ("human", ("A person of the team writes to you here by",)),
    ("delete", ("Shall we delete everything that we know about you?",)),
    ("no", ("Good. We keep everything as it is.",)),
    ("/start", ("Hello Name {chat}. ",)),
    ("I can cook", (_beginning(RECEIVED),)),
)
"""What somebody says, and how the answers begin. Not STOP: that cancels answers that still wait."""

SIGN_UP = 6
"""After so many inputs somebody is a participant."""


@dataclass
class Person:
    """Somebody who goes through the script. `said` are the ids of what she said so far."""

    chat: int
    said: list[int] = field(default_factory=list)

    def next_updates(self, count: int) -> list[dict[str, Any]]:
        rest = SCRIPT[len(self.said) :][:count]
        return [text_update(self.chat, said.format(chat=self.chat), language="en") for said, _ in rest]

    def expected(self, acknowledged: set[int]) -> list[str]:
        """How the messages begin that she must have got, in order."""
        answered = [replies for update, (_, replies) in zip(self.said, SCRIPT, strict=False) if update in acknowledged]
        return [reply.format(chat=self.chat) for replies in answered for reply in replies]

    def possible(self) -> list[str]:
        return [reply.format(chat=self.chat) for _, replies in SCRIPT[: len(self.said)] for reply in replies]


def crowd(size: int, first: int = 1001) -> list[Person]:
    return [Person(chat) for chat in range(first, first + size)]


def beginning_of(text: str, among: Sequence[str]) -> str | None:
    return next((beginning for beginning in among if text.startswith(beginning)), None)
