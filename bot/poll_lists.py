"""A facilitator's list of polls in her own chat: what can be opened, what is open, how many answered."""

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.poll_words import question_in
from bot.turn import About, Surroundings
from flows.model import Option
from flows.polls import NOTHING
from flows.registry import all_techniques
from lab.disclosure import K
from lab.polls import DRAFT, OPEN, Poll
from locales import N_
from locales.catalogue import Catalogues
from store.ballots import how_many
from store.polls import polls_of

TODAY = "poll:today"
MOST = 8
"""So many fit on the narrowest channel, beside "nothing now"."""
LONGEST = 36
OPEN_IT = N_("Open: {question}")
CLOSE_IT = N_("Close ({count} answered): {question}")
CLOSE_FEW = N_("Close (few answered): {question}")


async def today_of(connection: AsyncConnection, around: Surroundings, lab_id: int, language: str) -> About:
    """Her lab's open polls and drafts, the newest first, each as what can be done with it."""
    polls = (await polls_of(connection, lab_id, OPEN, DRAFT))[:MOST]
    options = []
    for poll in polls:
        answered = await how_many(connection, poll.id) if poll.state == OPEN else 0
        act = "open" if poll.state == DRAFT else "close"
        label = _label(around.texts_of(lab_id).catalogues, poll, language, answered)
        options.append(Option(f"{act}_{poll.id}", label, literal=True))
    return About(lists={"polls": (*options, NOTHING)}, flow="polls_list" if polls else "no_polls")


def _label(catalogues: Catalogues, poll: Poll, language: str, answered: int) -> str:
    """How many answered is told from five on, as everywhere."""
    text = OPEN_IT if poll.state == DRAFT else CLOSE_IT if answered >= K else CLOSE_FEW
    return catalogues.render(language, text, {"question": name_of(catalogues, poll, language), "count": str(answered)})


def name_of(catalogues: Catalogues, poll: Poll, language: str) -> str:
    """Its question, cut to fit a button; where the team wrote none in this language, the name of its technique."""
    technique = all_techniques()[poll.technique]
    found = question_in(catalogues, poll, technique, language) or catalogues(language, technique.name)
    return found if len(found) <= LONGEST else found[: LONGEST - 1].rstrip() + "…"
