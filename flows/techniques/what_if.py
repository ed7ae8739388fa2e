"""A "what if...?", and what comes to mind. Dutch: wat als."""

from flows.techniques.asking import WRITE, poll_flow, writes
from flows.techniques.model import WORDS, Part, Technique
from flows.techniques.moments import ANY
from locales import N_

TECHNIQUE = Technique(
    key="what_if",
    name=N_("What if"),
    about=N_("You write a question that begins with “What if”. People answer in free words."),
    moments=ANY,
    flow=poll_flow("what_if", writes(WRITE, "thought", skippable=False)),
    parts=(Part("thought", WORDS),),
    phases=frozenset({"design"}),
)
