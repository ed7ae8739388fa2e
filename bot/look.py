"""A lab's colour and logo for whoever opens a public page. Neither is a secret."""

import io
from dataclasses import asdict

from aiohttp import web

from bot.statics import BRIEFLY, FOREVER
from bot.uploads import MAX_PIXELS, PICTURES, NotTaken
from lab.colours import Scheme, dark_scheme, light_scheme
from store.database import Database
from store.look import Look, logo_of, look_of, shown_to_all

MOST_BYTES = 2 * 1024 * 1024
LOGO_SIZE = (320, 160)
NAMES = {"accent": "accent", "on_accent": "on-accent", "tint": "tint"}


class Looks:
    """The addresses name their version, so that browsers keep what they have."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/look/{lab:[0-9]{1,18}}.css", self._sheet),
            web.get("/look/{lab:[0-9]{1,18}}.png", self._logo),
        ]

    async def of_public_pages(self) -> Look:
        """They look the same for a right and a wrong code: only where there is one lab, they look like it."""
        async with self._database.read() as connection:
            return await shown_to_all(connection)

    async def _sheet(self, request: web.Request) -> web.Response:
        async with self._database.read() as connection:
            look = await look_of(connection, int(request.match_info["lab"]))
        if not look.colour:
            raise web.HTTPNotFound
        kept = FOREVER if look.sheet_url == request.path_qs else BRIEFLY
        return web.Response(text=sheet_of(look.colour), content_type="text/css", headers={"Cache-Control": kept})

    async def _logo(self, request: web.Request) -> web.Response:
        async with self._database.read() as connection:
            look = await look_of(connection, int(request.match_info["lab"]))
            picture = await logo_of(connection, look.lab_id) if look.logo else None
        if picture is None:
            raise web.HTTPNotFound
        kept = FOREVER if look.logo_url == request.path_qs else BRIEFLY
        return web.Response(body=picture, content_type="image/png", headers={"Cache-Control": kept})


def sheet_of(colour: str) -> str:
    """Only the variables: they are the same in all our style sheets. The chat's own bar stays dark in the dark."""
    light, dark = light_scheme(colour), dark_scheme(colour)
    top = f"--top: {light.accent}; --on-top: {light.on_accent};"
    return (
        f":root {{ {_variables(light)} {top} }}\n"
        "@media (prefers-color-scheme: dark) {\n"
        f"  :root {{ {_variables(dark)} --top: {dark.tint}; --on-top: {dark.accent}; }}\n"
        "}\n"
        f"@media print {{ :root {{ {_variables(light)} }} }}\n"
    )


def _variables(scheme: Scheme) -> str:
    return " ".join(f"--{NAMES[name]}: {value};" for name, value in asdict(scheme).items())


def logo_in(data: bytes) -> bytes:
    """The picture drawn anew, small: nothing hidden in it is left. Slow: run it in a thread. Raises `NotTaken`."""
    from PIL import Image, ImageOps, UnidentifiedImageError  # Three megabytes, for labs that have a logo.

    if len(data) > MOST_BYTES:
        raise NotTaken
    try:
        with Image.open(io.BytesIO(data), formats=PICTURES) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise NotTaken
            upright = ImageOps.exif_transpose(picture).convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise NotTaken from error
    upright.thumbnail(LOGO_SIZE)
    clean = Image.new("RGBA", upright.size)
    clean.paste(upright)
    drawn = io.BytesIO()
    clean.quantize(256, Image.Quantize.FASTOCTREE).save(drawn, "PNG", optimize=True)
    return drawn.getvalue()
