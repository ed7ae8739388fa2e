"""What is asked of a phone that several people use: in the languages of all of them, with their names as buttons."""

from collections.abc import Iterable, Sequence
from contextlib import suppress

from bot.messages import Button, Outbound
from bot.turn import NAMELESS, Turn
from flows.phones import AGAIN, ME, MESSAGE_FOR, NOT_NOW, SOMEBODY_ELSE, WAITS, WHO, Sharer, label, token
from locales.catalogue import Catalogues, MissingText
from store.intake import Visitor

LINES = 3
WORDLESS = "❓"
"""Where there are no words in any of their languages: the names under it say what is asked."""


def is_it_you(turn: Turn) -> Outbound:
    """Somebody came in by a link on the phone of somebody who is in already."""
    language = turn.person["language"]
    say, name = turn.around.catalogues, {"name": turn.person["name"] or NAMELESS}
    try:
        text = say.render(language, AGAIN, name)
    except MissingText:
        text = WORDLESS
    me = Button(token(turn.visitor.address_id), _first(say, [language], ME) or label(name["name"]))
    return Outbound(text, language, (me, _somebody_else(say, [language])))


def who_is_writing(turn: Turn, members: Sequence[Visitor], sharers: Iterable[Sharer]) -> Outbound:
    languages, say = _languages(members), turn.around.catalogues
    names = [Button(token(one.address_id), label(one.name)) for one in sharers]
    text = _in_each(say, languages, WHO) or WORDLESS
    return Outbound(text, languages[0] if languages else "", (*names, _somebody_else(say, languages)))


def the_message_waits(turn: Turn, members: Sequence[Visitor]) -> Outbound:
    languages = _languages(members)
    return Outbound(_in_each(turn.around.catalogues, languages, WAITS) or "👍", languages[0] if languages else "")


def message_for(say: Catalogues, language: str, name: str, address_id: int) -> Outbound:
    """Says for whom it is and nothing else. Raises `MissingText`."""
    text = say.render(language, MESSAGE_FOR, {"name": name or NAMELESS})
    me = Button(token(address_id), say(language, ME))
    return Outbound(text, language, (me, Button(token(address_id, later=True), say(language, NOT_NOW))))


def _somebody_else(say: Catalogues, languages: Sequence[str]) -> Button:
    return Button(token(0), _first(say, languages, SOMEBODY_ELSE) or "…", "➕")


def _languages(members: Iterable[Visitor]) -> list[str]:
    spoken = dict.fromkeys(one.person["language"] for one in members if one.person["language"])
    return list(spoken)[:LINES]


def _in_each(say: Catalogues, languages: Iterable[str], text: str) -> str:
    """One line in each of the languages of this phone."""
    return "\n".join(_texts(say, languages, text))


def _first(say: Catalogues, languages: Iterable[str], text: str) -> str:
    return next(iter(_texts(say, languages, text)), "")


def _texts(say: Catalogues, languages: Iterable[str], text: str) -> Iterable[str]:
    for language in languages:
        with suppress(MissingText):
            yield say(language, text)
