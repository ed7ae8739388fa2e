"""Brug as `brug run` starts it, but everybody who writes gets the ten questions. `python -m bench.brug_server`."""

from dataclasses import replace

import uvloop

from bench.conversation import QUESTIONS, THANKS
from bench.tenquestions import FLOW
from bot.app import Brug, build, open_database
from bot.log import set_up
from bot.serving import serve
from bot.settings import read_settings
from flows.model import Answer, Answers, Effect, Flow, Question, SetLanguage, Step
from locales.catalogue import Catalogues, Language

UNBOUNDED = 1_000_000_000


def one_language() -> Catalogues:
    """The questions need no translation: they are measured, not read. With one language nobody is asked for hers."""
    texts = {text: text for text in (*QUESTIONS, THANKS, "Language")}
    return Catalogues({"en": Language("en", "English", "ltr", texts, 0)})


def _language(answer: Answer, _: Answers) -> tuple[Effect, ...]:
    return (SetLanguage(answer.option),)


def ten_questions() -> Flow:
    """With the step that every conversation begins with."""
    first = Step("language", ("Language",), Question(listed="languages"), FLOW.steps[0].name, _language)
    return Flow(FLOW.name, (first, *FLOW.steps))


def measured(brug: Brug) -> Brug:
    """A person of the measurement answers many times a second: the bound against bots that talk to bots is lifted."""
    player = brug.service.player
    flows = {**player.conversation.flows, FLOW.name: ten_questions()}
    conversation = replace(player.conversation, flows=flows, opening=FLOW.name)
    brug.service.player = replace(player, conversation=conversation, turns_an_hour=UNBOUNDED)
    return brug


async def main() -> None:
    settings = read_settings()
    set_up(settings.log_level)
    database = await open_database(settings)
    catalogues = one_language()
    await serve(measured(build(settings, database, catalogues)))


if __name__ == "__main__":
    uvloop.run(main())
