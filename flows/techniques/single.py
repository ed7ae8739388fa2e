"""One option of a list."""

from flows.techniques.asking import TAP, poll_flow, taps
from flows.techniques.model import CHOICE, Part, Technique
from flows.techniques.moments import ANY
from locales import N_

TECHNIQUE = Technique(
    key="single",
    name=N_("Choose one"),
    about=N_("Everybody chooses one option of a list."),
    moments=ANY,
    flow=poll_flow("single", taps(TAP, "choice", ())),
    parts=(Part("choice", CHOICE),),
    options=(2, 12),
)
