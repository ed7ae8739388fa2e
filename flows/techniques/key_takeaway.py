"""One sentence that people take home from a meeting."""

from flows.techniques.asking import WRITE, poll_flow, writes
from flows.techniques.model import WORDS, Part, Technique
from flows.techniques.moments import CHECK_OUT
from locales import N_

TECHNIQUE = Technique(
    key="key_takeaway",
    name=N_("Key takeaway"),
    about=N_("One sentence that people take home."),
    moments=frozenset({CHECK_OUT}),
    flow=poll_flow("key_takeaway", writes(WRITE, "takeaway", skippable=False)),
    parts=(Part("takeaway", WORDS),),
    prompt=N_("What do you take home from today?"),
)
