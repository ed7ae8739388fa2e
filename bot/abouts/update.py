"""News of the lab's pilots, up to one report ("update:8"): how each goes, and words that there are in her language."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.abouts import Found, Wanted
from bot.turn import About, Surroundings, id_of
from flows.model import Option
from flows.pilot import HOW
from lab.pilots import News, by_pilot, digest, latest_how, shortened
from locales.catalogue import Catalogues, MissingText
from store.pilot_news import heard, told

PREFIX = "update"


async def load(connection: AsyncConnection, around: Surroundings, wanted: Sequence[Wanted]) -> Found:
    """Only what her own lab was told."""
    news = await told(connection, [id_of(one.reference) for one in wanted])
    before = await heard(connection, [one.person_id for one in wanted])
    found: dict[tuple[int, str], About] = {}
    for one in wanted:
        fresh = hers(news.get(one.lab_id, ()), one, before.get(one.person_id, ()))
        if fresh is not None:
            texts = around.texts_of(one.lab_id).catalogues
            found[one.person_id, one.reference] = _about(fresh, one.language, texts)
    return found


def hers(told_in_lab: Sequence[News], one: Wanted, heard_before: Sequence[int]) -> list[News] | None:
    """What is new to her. None: there is no such report in her lab."""
    head = next((news for news in told_in_lab if news.id == id_of(one.reference)), None)
    if head is None:
        return None
    known = {news.id: news.told_at for news in told_in_lab}
    since = max((known[at] for at in heard_before if at in known and known[at] < head.told_at), default=None)
    return digest(told_in_lab, head, since, one.language)


def _about(news: Sequence[News], language: str, catalogues: Catalogues) -> About:
    try:
        lines = [_lines(theirs, language, catalogues) for theirs in by_pilot(news).values()]
    except MissingText:
        lines = []
    options = (
        Option(str(theirs[-1].id), theirs[-1].pilot_name[language], literal=True) for theirs in by_pilot(news).values()
    )
    return About(
        values={"news": "\n".join(lines)},
        lists={"updates": tuple(options)},
        flow="pilot_news",
        sayable=bool(lines),
    )


def _lines(news: Sequence[News], language: str, catalogues: Catalogues) -> str:
    """One pilot: its name, how it goes, and what its team wrote."""
    name, how = catalogues.value(language, news[-1].pilot_name[language]), latest_how(news)
    option = next((option for option in HOW if option.id == how), None)
    head = f"• {name}: {option.icon} {catalogues(language, option.label)}" if option else f"• {name}"
    words = [
        f"“{catalogues.value(language, shortened(one.words[language]))}”" for one in news if one.words.get(language)
    ]
    return "\n".join([head, *words])
