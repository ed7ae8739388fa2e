"""Who steals the data folder, but not the key, reads nothing of anybody."""

import io
from pathlib import Path

from PIL import Image

from bot.messages import Media
from store.media import keep_media
from store.tables import media
from tests.house import House, house

NAME, WORDS, SENDER, FILE = "Canarina", "the canary said so", "+32470998877", "canary-of-the-file"
TELLING = [word.encode() for word in (NAME, WORDS, SENDER, FILE, "canary", "Canarina".lower(), "+3247099")]


def readable(folder: Path) -> list[str]:
    """Which of the canaries are found in which file, in any of the ways text may be written down."""
    found = []
    for path in sorted(folder.rglob("*")):
        data = path.read_bytes() if path.is_file() else b""
        found += [f"{path.name}: {c!r}" for c in TELLING if c in data or c.decode().encode("utf-16-le") in data]
    return found


async def a_life_in_the_lab(home: House) -> None:
    await home.signs_up(SENDER, NAME)
    await home.writes(SENDER, WORDS)
    await home.writes(SENDER, media=Media("voice", FILE))
    await home.writes("farid", f"/start {(await home.worker_code('Canary')).token}")
    await home.brug.service.quarantine("paper", "1", WORDS.encode(), "It does not parse.")
    who = await home.person(SENDER)
    async with home.brug.database.write() as connection:
        await keep_media(connection, who.id, "voice", "audio/ogg", b"OggS" + WORDS.encode(), home.clock.now())


async def test_no_byte_of_the_data_folder_tells_a_name_a_number_or_words(tmp_path: Path) -> None:
    folder = tmp_path / "data"

    async with house(folder) as home:
        await a_life_in_the_lab(home)

        files = {path.name for path in folder.iterdir()}
        assert {"brug.db", "brug.db-wal", "brug.db-shm"} <= files
        assert readable(folder) == []
        assert [row.data for row in await home.rows(media)][-1].endswith(WORDS.encode())

    assert readable(folder) == []


async def test_a_canary_in_plain_sight_is_found(tmp_path: Path) -> None:
    """The search itself: what is not personal is readable, so the files are what they seem."""
    folder = tmp_path / "data"

    async with house(folder) as home:
        await home.code(place=WORDS)

        assert any(line.startswith("brug.db-wal") for line in readable(folder))


async def test_who_deletes_herself_leaves_no_byte_of_what_she_was_sent(tmp_path: Path) -> None:
    picture = io.BytesIO()
    Image.effect_noise((64, 64), 90).save(picture, "PNG")

    async with house(tmp_path / "data") as home:
        await home.signs_up(SENDER, NAME)
        who = await home.person(SENDER)
        async with home.brug.database.write() as connection:
            await keep_media(connection, who.id, "photo", "image/png", picture.getvalue(), home.clock.now())
        for text in ("delete", "1"):
            await home.writes(SENDER, text)

        assert await home.person(SENDER) is None
        assert await home.count(media) == 0
        assert readable(tmp_path / "data") == []
