"""Golden conversations that a policy person can read. `make transcripts` writes them anew; then read what changed."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.messages import Outbound
from bot.rendering import Voice
from flows.model import Say
from tests.conversations import Talk, catalogues, languages, member, newcomer

FOLDER = Path(__file__).parent.parent / "transcripts"
LANGUAGES = sorted(catalogues().languages)
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


def signup(language: str) -> str:
    scribe = Scribe(newcomer(), language).hello()
    scribe.taps(language).taps("yes").says(NAMES[language]).taps("26-59").taps("mornings", "evenings", "_done")
    return scribe.text


def signup_under_16(language: str) -> str:
    scribe = Scribe(newcomer(), language).hello()
    scribe.taps(language).taps("question").says("?").taps("yes").says(NAMES[language]).taps("under_16")
    return scribe.says("⚽").taps("weekends", "_done").says("", "voice:1").text


def rights(language: str) -> str:
    scribe = Scribe(member(language), language).says("/help").says("/human").says("/pause").taps("14")
    scribe.says("/delete").taps("no").says("/language").taps(language).says("/stop").says("👋").taps("yes")
    return scribe.says("...").says("/stop").says("👋").taps("no").says("/delete").taps("yes").text


def register(language: str) -> str:
    scribe = Scribe(member(language, role="outreach_worker"), language).says("/register").taps("no").taps("ti")
    return scribe.says("Saba").taps("26-59").taps("heard").text


STORIES = {"signup": signup, "signup-under-16": signup_under_16, "rights": rights, "register": register}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("story", sorted(STORIES))
def test_a_conversation_reads_as_it_was_approved(story: str, language: str, request: pytest.FixtureRequest) -> None:
    path = FOLDER / f"{story}.{language}.txt"
    played = STORIES[story](language)
    if request.config.getoption("--write-transcripts"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(played, "utf-8")

    assert played == path.read_text("utf-8")


def test_every_transcript_belongs_to_a_story() -> None:
    known = {f"{story}.{language}.txt" for story in STORIES for language in LANGUAGES}

    assert {path.name for path in FOLDER.glob("*.txt")} == known
