"""All texts of the bot, language by language: where each is said, who read it, what this lab says in its own words."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from textwrap import shorten
from urllib.parse import urlencode

from aiohttp import web

from admin import texts_board as board
from admin.labs import chosen_lab, lab_or_404
from admin.meeting_words import TOUCHPOINTS
from admin.routes import TEAM, get
from admin.tabs import Tab
from admin.visit import Visit
from bot.lab_texts import key_of, version_of
from bot.planned_tellings import KINDS
from flows.registry import all_flows, all_techniques
from locales import N_
from locales.catalogue import SOURCE
from store.desk_meetings import labs_within
from store.labs import Lab

OF_BEFORE = N_("works with the texts of before: its file is broken")
OF_THE_PROGRAM = N_("works with the words of the program: its file is broken")
A_PAGE = 50
A_NAME = 40
"""Letters of a text that stand for a flow without a name."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """One language. `problem` says where its file is broken, for whoever can mend it; `instead`, what is said all the
    same, with so many texts `missing`. Neither: people cannot use this language."""

    code: str
    autonym: str
    direction: str
    texts: int
    unreviewed: int
    problem: str
    instead: str = ""
    missing: int = 0


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address asks for."""

    lab: str
    language: str
    group: str
    state: str
    q: str

    def address(self, **other: str) -> str:
        fields = {"lab": self.lab, "language": self.language, "group": self.group, "state": self.state, "q": self.q}
        return "/admin/texts?" + urlencode({name: text for name, text in (fields | other).items() if text})


async def show(visit: Visit) -> web.Response:
    catalogues = visit.desk.catalogues
    async with visit.desk.database.read() as connection:
        lab = chosen_lab(visit, await labs_within(connection, visit.reach))
        known = await board.known_of(connection, lab.id if lab else 0)
    wanted = _wanted(visit, lab)
    lines = board.lines(catalogues, wanted.language, known)
    fitting = board.fitting(lines, group=wanted.group, state=wanted.state, words=wanted.q)
    last = max(1, -(-len(fitting) // A_PAGE))
    page = min(visit.page, last)
    return await visit.show(
        "texts.html",
        at="texts",
        lab=lab,
        languages=_languages(visit, known),
        chosen=catalogues.languages[wanted.language],
        wanted=wanted,
        groups=_groups(visit, lines),
        states={key: visit.say(word) for key, word in board.STATES.items()},
        lines=fitting[(page - 1) * A_PAGE : page * A_PAGE],
        found=len(fitting),
        everything=len(lines),
        page=page,
        last=last,
        gone=board.gone(catalogues, known) if wanted.state in ("", board.STALE) else [],
        own=sorted({code for _, code in known.wordings}),
    )


def _wanted(visit: Visit, lab: Lab | None) -> Wanted:
    """The reader's own. Another language than English where the lab has one: English is beside it anyway."""
    known = visit.desk.catalogues.languages
    codes = (visit.language, *(lab.languages if lab else ()))
    usual = next((code for code in codes if code in known and code != SOURCE), SOURCE)
    language = visit.query("language") if visit.query("language") in known else usual
    asked = visit.query("lab") if lab and visit.query("lab") == str(lab.id) else ""
    return Wanted(asked, language, visit.query("group"), visit.query("state"), visit.query("q"))


def _groups(visit: Visit, lines: list[board.Line]) -> Mapping[str, str]:
    """With the name that people know a flow by, where it has one; in the order of these names, what is no flow last."""
    found = {group: group_name(visit, group) for line in lines for group in (line.group, *line.also)}
    return dict(sorted(found.items(), key=lambda one: (one[0] in board.GROUPS, one[1].casefold())))


def group_name(visit: Visit, group: str) -> str:
    """By the name of the flow, with a number where several share it; where it has none, by what it says first."""
    if group in board.GROUPS:
        return visit.say(board.GROUPS[group])
    flow = group.removeprefix(board.FLOW)
    name = _names().get(flow, "")
    if not name:
        return _begin(visit, flow)
    alike = [one for one, other in _names().items() if other == name]
    return visit.say(name) + (f" · {alike.index(flow) + 1}" if len(alike) > 1 else "")


@cache
def _names() -> Mapping[str, str]:
    """Of all flows, before they are translated."""
    techniques = {f"poll_{key}": technique.name for key, technique in all_techniques().items()}
    flows = all_flows()
    return {
        name: flows[name].title or techniques.get(name) or _kind(name.rstrip("_0123456789")) for name in sorted(flows)
    }


def _kind(kind: str) -> str:
    return TOUCHPOINTS.get(kind) or KINDS.get(kind, "")


def _begin(visit: Visit, flow: str) -> str:
    """How a flow that has no name for people begins, in the reader's language."""
    words = visit.desk.catalogues.languages[visit.language].texts
    text = board.first_text(flow)
    return f"“{shorten(words.get(text, text), A_NAME, placeholder='…')}”"


def _languages(visit: Visit, known: board.Known) -> list[Spoken]:
    catalogues = visit.desk.catalogues
    broken = {code: str(problems[0]) for code, problems in catalogues.problems_by_language().items()}
    here = [
        Spoken(
            *(code, one.autonym, one.direction, len(one.texts), _unread(visit, code, known), broken.pop(code, "")),
            instead=OF_THE_PROGRAM if code == SOURCE else OF_BEFORE,
            missing=len(catalogues.source - one.texts.keys()),
        )
        for code, one in catalogues.languages.items()
    ]
    return here + [Spoken(code, code, "ltr", 0, 0, problem) for code, problem in broken.items()]


def _unread(visit: Visit, code: str, known: board.Known) -> int:
    """What the files say, less what somebody read here since and found right."""
    catalogues = visit.desk.catalogues
    language = catalogues.languages[code]
    here = {key: row for (key, spoken), row in known.reviews.items() if spoken == code}
    texts = (text for text in language.unread if key_of(text) in here) if here else ()
    right = [text for text in texts if here[key_of(text)].version == version_of(catalogues, code, text)]
    return language.unreviewed - len(right)


async def export(visit: Visit) -> web.Response:
    """What this lab says in its own words, as a piece of a catalogue."""
    lab, language = await lab_or_404(visit), visit.request.match_info["language"]
    if language not in visit.desk.catalogues.languages:
        raise web.HTTPNotFound
    async with visit.desk.database.read() as connection:
        known = await board.known_of(connection, lab.id)
    name = f"brug-lab-{lab.id}-{language}.po"
    return web.Response(
        text=board.as_po(visit.desk.catalogues, language, known),
        content_type="text/x-gettext-translation",
        charset="utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


TAB = Tab("texts", "texts", "/texts", N_("Texts"), TEAM, 10)

ROUTES = (
    get("/texts", show, TEAM),
    get("/labs/{lab:[0-9]{1,18}}/wordings/{language:[A-Za-z_0-9]{1,12}}", export, TEAM),
)
