"""A lab's own words, and texts that its people read aloud."""

from collections.abc import Mapping

from bot.lab_texts import LabTexts, OwnTexts
from bot.messages import File, Outbound
from flows.signup import CONSENT, INTRO
from store.crypto import fingerprint
from store.labs import new_lab
from store.spoken import keep_spoken
from store.tables import consent, media
from store.wordings import keep_wording
from tests.house import House

OURS = "Welcome to our own lab. Tea is ready."
GREETING = fingerprint(INTRO)


async def words_for(home: House, text: str, words: str, language: str = "en", lab_id: int = 0) -> None:
    async with home.brug.database.write() as connection:
        await keep_wording(
            connection,
            lab_id or home.lab.id,
            fingerprint(text),
            language,
            words,
            source_version="",
            staff_id=1,
            now=home.clock.now(),
        )
    home.brug.service.look_again()


async def read_aloud(home: House, text: str, words: str, sound: bytes = b"OggS one") -> None:
    """`words`: those that are heard in it."""
    async with home.brug.database.write() as connection:
        file, version = File(sound, "audio/ogg"), fingerprint(words)
        now = home.clock.now()
        await keep_spoken(connection, home.lab.id, fingerprint(text), "en", file, version=version, staff_id=1, now=now)
    home.brug.service.look_again()


def listening(messages: list[Outbound]) -> list[str]:
    return [button.token for one in messages for button in one.buttons if button.token.startswith("listen:")]


async def test_a_lab_says_it_in_its_own_words_from_the_next_message_on(home: House) -> None:
    await home.writes("amina", "/start")
    assert any("Tea is ready" in text for text in home.said("amina")) is False

    await words_for(home, INTRO, OURS)
    await home.writes("bilal", "/start")
    said = await home.writes("bilal", "English")

    assert OURS in [one.text for one in said]


async def test_words_of_another_lab_and_another_language_are_not_said(home: House) -> None:
    async with home.brug.database.write() as connection:
        other = await new_lab(
            connection, name="B", city="B", timezone="UTC", languages=["en"], now=home.clock.now(), tryout=True
        )
    await words_for(home, INTRO, "of another lab", lab_id=other.id)
    await words_for(home, INTRO, "een ander woord", "nl")

    await home.writes("amina", "/start")
    said = await home.writes("amina", "English")

    assert not {"of another lab", "een ander woord"} & {one.text for one in said}


async def test_the_wording_that_somebody_agreed_to_is_the_one_that_is_written_down(home: House) -> None:
    ours = "May we keep your name and what you tell us? You can always stop."
    await words_for(home, CONSENT, ours)

    await home.signs_up("amina")

    (given, *_) = await home.rows(consent)
    assert given.text_version == fingerprint(ours)


async def test_what_somebody_of_the_lab_read_aloud_can_be_heard_and_is_kept_once(home: House) -> None:
    await read_aloud(home, INTRO, home.brug.catalogues("en", INTRO))
    await home.writes("amina", "/start")
    said = await home.writes("amina", "English")
    assert listening(said) == [f"listen:{GREETING}"]

    first = await home.writes("amina", "", f"listen:{GREETING}")
    again = await home.writes("amina", "", f"listen:{GREETING}")

    assert first[0].sound == again[0].sound
    (kept,) = await home.rows(media)
    assert (kept.data, kept.person_id, kept.mime) == (b"OggS one", None, "audio/ogg")


async def test_a_recording_of_other_words_is_not_played(home: House) -> None:
    await read_aloud(home, INTRO, home.brug.catalogues("en", INTRO))
    await words_for(home, INTRO, OURS)
    await home.writes("amina", "/start")

    said = await home.writes("amina", "English")

    assert listening(said) == []
    assert await home.writes("amina", "", f"listen:{GREETING}") == []


async def test_texts_are_put_together_anew_only_when_a_lab_changed_something(home: House) -> None:
    own, catalogues = OwnTexts(), home.brug.catalogues

    async def look() -> Mapping[int, LabTexts]:
        async with home.brug.database.read() as connection:
            return await own.load(connection, catalogues)

    assert await look() == {}
    await words_for(home, INTRO, OURS)
    first = await look()

    assert first[home.lab.id].catalogues("en", INTRO) == OURS
    assert await look() is first
