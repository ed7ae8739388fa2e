"""Some options of a list."""

from flows.techniques.asking import one_by_one, poll_flow
from flows.techniques.model import CHOICE, Part, Setting, Technique
from flows.techniques.moments import ANY
from locales import N_

MOST = 5
FIRST = N_("{question}\n\nYou may choose up to {most}, one after the other. Your name is not kept with it.")
NEXT = N_("And which other one? Skip if that is enough.")

TECHNIQUE = Technique(
    key="multiple",
    name=N_("Choose several"),
    about=N_("Everybody chooses some options of a list."),
    moments=ANY,
    flow=poll_flow("multiple", *one_by_one("choice", (FIRST,) + (NEXT,) * (MOST - 1), limit="most")),
    parts=(Part("choice", CHOICE, most=MOST),),
    options=(3, 12),
    settings=(Setting("most", N_("How many a person may choose"), least=2, most=MOST, usual=3),),
)
