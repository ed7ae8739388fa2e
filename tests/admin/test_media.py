"""Pictures and voice notes at the desk."""

import io
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from aiohttp import web
from PIL import Image

from bot.messages import File, Inbound, Inlet, Limits, Media, Outbound, Unreachable
from store.media import keep_media
from tests.admin.house import Browser, House, open_house


@dataclass
class Messenger:
    """A channel that keeps what people send until somebody asks for it."""

    name: str = "telegram"
    account: str = "1"
    limits: Limits = field(default_factory=lambda: Limits(4096, 60, 100))
    problem: str | None = None
    files: dict[str, bytes] = field(default_factory=dict)

    def routes(self) -> list[web.RouteDef]:
        return []

    def link(self, code: str) -> str | None:
        return None

    async def send(self, address: str, message: Outbound, files: dict[int, File]) -> str:
        return "1"

    async def fetch(self, ref: str) -> File:
        if ref not in self.files:
            raise Unreachable("it is gone")
        return File(self.files[ref], "application/octet-stream")

    async def start(self, inlet: Inlet) -> None: ...

    async def stop(self) -> None: ...


def drawn() -> bytes:
    picture = io.BytesIO()
    Image.new("RGB", (4, 4), "teal").save(picture, "PNG")
    return picture.getvalue()


async def test_a_picture_from_the_web_chat_is_shown(house: House, els: Browser) -> None:
    who = await house.sign_up("Amina", house.lab_a)
    async with house.brug.database.write() as connection:
        media = await keep_media(connection, who, "photo", "image/png", drawn(), house.clock.now())
    await house.write("amina", "", Media("photo", str(media), "image/png"))

    page = await els.get(f"/admin/people/{who}")
    shown = page.text.partition('<img src="')[2].partition('"')[0]

    assert shown.startswith("/admin/media/from/")
    assert (await els.get(shown)).headers["Content-Type"] == "image/png"
    assert (await els.get(f"/admin/media/{media}")).headers["X-Content-Type-Options"] == "nosniff"


async def test_what_waits_on_a_shared_phone_until_somebody_says_that_it_is_hers_is_shown_to_nobody(
    house: House,
) -> None:
    async with house.brug.database.write() as connection:
        media = await keep_media(connection, None, "photo", "image/png", drawn(), house.clock.now())

    async with house.seat(await house.hire("Ada", "administrator", None)) as ada:
        page = await ada.get(f"/admin/media/{media}")

    assert page.status == 404


@pytest.mark.parametrize(("ref", "status"), [("photo-1", 200), ("not-a-picture", 404), ("gone", 404)])
async def test_what_a_messenger_keeps_is_fetched_and_judged_by_its_bytes(tmp_path: Path, ref: str, status: int) -> None:
    messenger = Messenger(files={"photo-1": drawn(), "not-a-picture": b"<script>alert(1)</script>"})
    async with (
        open_house(tmp_path, messenger) as house,
        house.seat(await house.hire("Ada", "administrator", None)) as ada,
    ):
        photo = Media("photo", ref, "image/jpeg")
        await house.brug.service.take(Inbound("telegram", "1", "1", "77", "", media=photo))

        page = await ada.get("/admin/media/from/1")

    assert page.status == status
    if status == 200:
        assert page.headers["Content-Type"] == "image/jpeg"
