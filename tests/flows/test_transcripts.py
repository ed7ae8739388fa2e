"""Golden conversations that a policy person can read. `make transcripts` writes them anew; then read what changed."""

from pathlib import Path

import pytest

from tests.conversations import catalogues, member, newcomer
from tests.flows.meeting_stories import MEETING_STORIES
from tests.flows.pilot_stories import PILOT_STORIES
from tests.flows.scribe import NAMES, Scribe
from tests.flows.technique_stories import TECHNIQUE_STORIES
from tests.flows.voice_stories import VOICE_STORIES

FOLDER = Path(__file__).parent.parent / "transcripts"
LANGUAGES = sorted(catalogues().languages)


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


STORIES = {
    "signup": signup,
    "signup-under-16": signup_under_16,
    "rights": rights,
    "register": register,
    **MEETING_STORIES,
    **VOICE_STORIES,
    **PILOT_STORIES,
    **TECHNIQUE_STORIES,
}


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
