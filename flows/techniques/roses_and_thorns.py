"""One good and one hard thing of a meeting. Dutch: rozen en doornen."""

from flows.techniques.asking import poll_flow, writes
from flows.techniques.model import WORDS, Part, Technique
from flows.techniques.moments import BETWEEN, CHECK_OUT
from locales import N_

ROSE = N_("{question}\n\nWhat was good? Write it, say it, or skip this. Your name is not kept with it.")
THORN = N_("And what was hard? Write it, say it, or skip this.")

TECHNIQUE = Technique(
    key="roses_and_thorns",
    name=N_("Roses and thorns"),
    about=N_("One good and one hard thing."),
    moments=frozenset({CHECK_OUT, BETWEEN}),
    flow=poll_flow("roses_and_thorns", writes(ROSE, "rose"), writes(THORN, "thorn")),
    parts=(Part("rose", WORDS, N_("What was good")), Part("thorn", WORDS, N_("What was hard"))),
    prompt=N_("Think back to today."),
)
