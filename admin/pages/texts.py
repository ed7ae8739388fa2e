"""Which languages Brug speaks, and what a native speaker still has to read."""

from dataclasses import dataclass

from aiohttp import web

from admin.routes import TEAM, get
from admin.tabs import Tab
from admin.visit import Visit
from locales import N_


@dataclass(frozen=True, slots=True)
class Spoken:
    """One language. `problem` says where its file is broken, for whoever can mend it."""

    code: str
    autonym: str
    direction: str
    texts: int
    unreviewed: int
    problem: str


async def show(visit: Visit) -> web.Response:
    return await visit.show("texts.html", at="texts", languages=_languages(visit))


def _languages(visit: Visit) -> list[Spoken]:
    catalogues = visit.desk.catalogues
    broken = {code: str(problems[0]) for code, problems in catalogues.problems_by_language().items()}
    here = [
        Spoken(one.code, one.autonym, one.direction, len(one.texts), one.unreviewed, broken.pop(one.code, ""))
        for one in catalogues.languages.values()
    ]
    return here + [Spoken(code, code, "ltr", 0, 0, problem) for code, problem in broken.items()]


TAB = Tab("texts", "texts", "/texts", N_("Texts"), TEAM, 10)

ROUTES = (get("/texts", show, TEAM),)
