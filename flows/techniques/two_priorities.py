"""Everybody names her two most important ones of a list. Dutch: akkoordenbal."""

from flows.techniques.asking import one_by_one, poll_flow
from flows.techniques.model import CHOICE, Part, Technique
from flows.techniques.moments import ANY
from locales import N_

FIRST = N_("{question}\n\nYou may choose two. Which one first? Your name is not kept with it.")
SECOND = N_("And which other one? The same one twice counts once.")

TECHNIQUE = Technique(
    key="two_priorities",
    name=N_("Two priorities"),
    about=N_("Everybody chooses the two most important ones of a list."),
    moments=ANY,
    flow=poll_flow("two_priorities", *one_by_one("priority", (FIRST, SECOND))),
    parts=(Part("priority", CHOICE, most=2),),
    options=(3, 12),
    phases=frozenset({"exploration", "co_creation"}),
)
