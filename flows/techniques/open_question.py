"""A question that is answered in free words."""

from flows.techniques.asking import WRITE, poll_flow, writes
from flows.techniques.model import WORDS, Part, Technique
from flows.techniques.moments import ANY
from locales import N_

TECHNIQUE = Technique(
    key="open",
    name=N_("Open question"),
    about=N_("People answer in free words, written or spoken."),
    moments=ANY,
    flow=poll_flow("open", writes(WRITE, "words", skippable=False)),
    parts=(Part("words", WORDS),),
)
