"""Voice notes and pictures from the web chat: limited, judged by their bytes, without hidden data."""

import io
import struct
import zlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from PIL import Image

from bot.uploads import MAX_BYTES
from store.tables import media
from tests.bot.page import Page, Site, site

CANARY = "canary of the camera"
WEBM = bytes.fromhex("1a45dfa39f4286810142f7810142f2810442f381084282847765626d") + b"\0" * 64
OGG = b"OggS\0\x02" + b"\0" * 20 + b"\x01\x13OpusHead" + b"\0" * 64
MP4 = b"\0\0\0\x20ftypM4A \0\0\0\0M4A mp42isom" + b"\0" * 64
MP3 = b"ID3\x03\0\0\0\0\0\0" + b"\xff\xfb\x90\x64" + b"\0" * 64


@pytest.fixture
async def brug(tmp_path: Path) -> AsyncIterator[Site]:
    async with site(tmp_path / "data") as opened:
        yield opened


@pytest.fixture
async def amina(brug: Site) -> AsyncIterator[Page]:
    async with brug.page() as page:
        yield await page.begins()


def drawn(kind: str, size: tuple[int, int] = (40, 30)) -> bytes:
    picture = io.BytesIO()
    Image.effect_noise(size, 50).convert("RGB").save(picture, kind)
    return picture.getvalue()


def from_a_phone() -> bytes:
    """Lies on its side, and says where, when and with what it was taken, also in its small copy."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x0132] = 6, CANARY, "2026:05:11 09:00:00"
    exif.get_ifd(0x8825).update({1: "N", 2: (51.0, 3.0, 17.25), 3: "E", 4: (3.0, 43.0, 0.5), 29: CANARY})
    picture = io.BytesIO()
    Image.effect_noise((40, 30), 50).save(picture, "JPEG", exif=exif, comment=CANARY, icc_profile=CANARY.encode())
    return picture.getvalue() + CANARY.encode()


def png_bomb() -> bytes:
    """50 000 x 50 000 black points in a few kilobytes."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(2_000_000)))
        + chunk(b"IEND", b"")
    )


NOT_TAKEN = {
    "a PNG bomb": png_bomb(),
    "a GIF": drawn("GIF"),
    "an SVG": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "a page": b"<!doctype html><script>alert(1)</script>",
    "an archive": b"PK\x03\x04" + b"\0" * 60,
    "a document": b"%PDF-1.7\n" + b"\0" * 60,
    "half a JPEG": from_a_phone()[:400],
    "half a PNG": drawn("PNG")[:200],
    "a TIFF": drawn("TIFF"),
    "a name only": b"RIFF\0\0\0\0WEBP",
    "nothing": b"",
}


@pytest.mark.parametrize("data", NOT_TAKEN.values(), ids=NOT_TAKEN.keys())
async def test_anything_but_a_picture_or_a_voice_is_not_taken(amina: Page, data: bytes) -> None:
    status, told, _ = await amina.post("/chat/media", data)

    assert status == 415
    assert told["error"] == "We cannot open this file. Please send a photo or a voice message."
    assert await amina.home.count(media) == 0


async def test_a_refusal_is_in_her_language(brug: Site) -> None:
    async with brug.page() as bilal:
        await bilal.begins("العربية")

        told = [await bilal.post("/chat/media", data) for data in (b"x", b"\xff" * (MAX_BYTES + 1))]

    arabic = brug.home.brug.catalogues.languages["ar"].texts
    assert [status for status, _, _ in told] == [415, 413]
    assert told[0][1]["error"] == arabic["We cannot open this file. Please send a photo or a voice message."]
    assert told[1][1]["error"] == arabic["This file is too big. Please send a smaller one."]


async def test_what_is_too_large_is_refused_also_where_its_size_was_not_told(amina: Page) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(9):
            yield OGG.ljust(1024 * 1024, b"\0")

    status, _, _ = await amina.post("/chat/media", pieces())

    assert (status, await amina.home.count(media)) == (413, 0)


async def test_who_did_not_begin_has_no_place_for_files(brug: Site) -> None:
    async with brug.page() as stranger:
        await stranger.get("/chat")

        status, _, _ = await stranger.post("/chat/media", OGG)

    assert (status, await brug.home.count(media)) == (409, 0)


@pytest.mark.parametrize(
    ("data", "mime"),
    [(WEBM, "audio/webm"), (OGG, "audio/ogg"), (MP4, "audio/mp4"), (MP3, "audio/mpeg")],
    ids=["WebM", "Ogg", "MP4", "MP3"],
)
async def test_a_voice_is_known_by_its_bytes(amina: Page, data: bytes, mime: str) -> None:
    status, told, _ = await amina.post("/chat/media", data, **{"Content-Type": "text/html"})
    assert (status, told["kind"]) == (200, "voice")

    assert await amina.says(media=told["media"]) == 200
    shown, body, headers = await amina.get(f"/chat/media/{told['media']}")

    assert (shown, body, headers["Content-Type"]) == (200, data, mime)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
async def test_a_picture_is_drawn_anew_and_not_larger_than_a_screen(amina: Page, kind: str) -> None:
    _, told, _ = await amina.post("/chat/media", drawn(kind, (3000, 1000)))

    _, body, headers = await amina.get(f"/chat/media/{told['media']}")

    with Image.open(io.BytesIO(body)) as picture:
        assert (picture.format, picture.size) == ("JPEG", (1600, 533))
    assert (headers["Content-Type"], headers["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")


async def test_place_time_and_camera_are_in_no_stored_byte(amina: Page) -> None:
    original = from_a_phone()
    with Image.open(io.BytesIO(original)) as picture:
        assert picture.getexif().get_ifd(0x8825)[29] == CANARY

    await amina.post("/chat/media", original)

    [row] = await amina.home.rows(media)
    with Image.open(io.BytesIO(row.data)) as picture:
        assert (picture.size, dict(picture.getexif()), set(picture.info) & {"exif", "icc_profile", "comment"}) == (
            (30, 40),
            {},
            set(),
        )
    assert CANARY.encode() not in row.data
    for path in (amina.home.brug.settings.data_dir).rglob("*"):
        assert not path.is_file() or CANARY.encode() not in path.read_bytes()


RANGES: dict[str, tuple[int, bytes, str | None]] = {
    "bytes=0-1": (206, OGG[:2], f"bytes 0-1/{len(OGG)}"),
    "bytes=10-19": (206, OGG[10:20], f"bytes 10-19/{len(OGG)}"),
    "bytes=10-": (206, OGG[10:], f"bytes 10-{len(OGG) - 1}/{len(OGG)}"),
    "bytes=-7": (206, OGG[-7:], f"bytes {len(OGG) - 7}-{len(OGG) - 1}/{len(OGG)}"),
    "bytes=-9999": (206, OGG, f"bytes 0-{len(OGG) - 1}/{len(OGG)}"),
    "bytes=0-9999": (206, OGG, f"bytes 0-{len(OGG) - 1}/{len(OGG)}"),
    f"bytes={len(OGG) - 1}-": (206, OGG[-1:], f"bytes {len(OGG) - 1}-{len(OGG) - 1}/{len(OGG)}"),
    f"bytes={len(OGG)}-": (416, b"", f"bytes */{len(OGG)}"),
    "bytes=9999-10000": (416, b"", f"bytes */{len(OGG)}"),
    "bytes=0-1,4-5": (200, OGG, None),
    "bytes=5-2": (200, OGG, None),
    "bytes=-": (200, OGG, None),
    "bytes=" + "9" * 5000 + "-": (200, OGG, None),
    "words=0-1": (200, OGG, None),
    "": (200, OGG, None),
}


@pytest.mark.parametrize(("asked", "expected"), RANGES.items(), ids=[asked[:20] for asked in RANGES])
async def test_a_player_that_asks_for_a_part_gets_that_part(
    amina: Page, asked: str, expected: tuple[int, bytes, str | None]
) -> None:
    _, told, _ = await amina.post("/chat/media", OGG)

    status, body, headers = await amina.get(f"/chat/media/{told['media']}", **({"Range": asked} if asked else {}))

    assert (status, body if status != 416 else b"", headers.get("Content-Range")) == expected
    assert headers["Accept-Ranges"] == "bytes"
    assert status == 416 or headers["Content-Type"] == "audio/ogg"


async def test_nobody_sees_anybody_elses_files(brug: Site, amina: Page) -> None:
    _, told, _ = await amina.post("/chat/media", OGG)
    async with brug.page() as greta, brug.page() as stranger:
        await greta.begins()
        for page in (greta, stranger):
            assert (await page.get(f"/chat/media/{told['media']}"))[0] == 404
        await greta.says(media=told["media"])

        events = await greta.listens(lambda events: len(events) >= 5)

    assert not any(event.data.get("sound") for event in events)
    assert (await amina.get(f"/chat/media/{'9' * 40}"))[0] == 404
