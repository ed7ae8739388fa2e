"""Writes a conversation down as both sides see it."""

from dataclasses import replace
from datetime import date

from bot.messages import Outbound
from bot.rendering import Voice
from flows.model import Say
from tests.conversations import Talk, catalogues, languages

FRIDAY = date(2026, 5, 15)
NAMES = {
    "ar": "أمينة",
    "en": "Amina",
    "fa_AF": "امینه",
    "fr": "Amina",
    "nl": "Amina",
    "ti": "ኣሚና",
    "tr": "Emine",
    "uk": "Аміна",
}


class Scribe:
    """Writes down a conversation as both sides see it, in one language."""

    def __init__(self, talk: Talk, language: str) -> None:
        self._talk = talk
        self._language = language
        self._seen = 0
        self._chosen = ""
        self.lines: list[str] = []

    def hello(self) -> "Scribe":
        self._talk.hello()
        return self._listen()

    def says(self, text: str, media: str = "") -> "Scribe":
        self.lines.append(f"\n> {text or '🎤'}")
        self._talk.says(text, media)
        return self._listen()

    def taps(self, *options: str) -> "Scribe":
        chosen = [button.caption for button in self._message(self._talk.last).buttons if _id(button.token) in options]
        self.lines.append(f"\n> [{'] ['.join(chosen)}]")
        self._talk.taps(*options)
        return self._listen()

    def is_written_to(self, *flows: str, about: str = "meeting:1") -> "Scribe":
        """We write first."""
        self._chosen = self._talk.scene.language
        if self.lines:
            self.lines += ["", "…"]
        self._talk.is_written_to(*flows, about=about)
        return self._listen()

    def _listen(self) -> "Scribe":
        for say in self._talk.said[self._seen :]:
            if not say.refresh:
                self.lines += ["", *_shown(self._message(say))]
        self._seen = len(self._talk.said)
        return self

    def _message(self, say: Say) -> Outbound:
        # What is said while she is forgotten is still said in her language.
        self._chosen = self._talk.scene.language or self._chosen
        language = self._chosen
        likely = (self._language, *(o.id for o in languages() if o.id != self._language))
        values = {**say.values, "answer_by": FRIDAY} if "answer_by" in say.values else say.values
        return Voice(catalogues(), language, likely).outbound(replace(say, values=values))

    @property
    def text(self) -> str:
        return "\n".join(self.lines).strip() + "\n"


def _id(token: str) -> str:
    return token.split(":", 1)[1]


def _shown(message: Outbound) -> list[str]:
    return [message.text, *(f"    [{button.caption}]" for button in message.buttons)]
