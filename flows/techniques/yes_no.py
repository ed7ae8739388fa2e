"""Yes or no."""

from flows.rights import YES_NO
from flows.techniques.asking import TAP, poll_flow, taps
from flows.techniques.model import CHOICE, Part, Technique
from flows.techniques.moments import ANY
from locales import N_

TECHNIQUE = Technique(
    key="yes_no",
    name=N_("Yes or no"),
    about=N_("Everybody says yes or no."),
    moments=ANY,
    flow=poll_flow("yes_no", taps(TAP, "choice", YES_NO)),
    parts=(Part("choice", CHOICE, options=YES_NO),),
)
