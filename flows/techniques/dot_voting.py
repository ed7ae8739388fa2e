"""Some dots for everybody, given to options; several on one are allowed. Dutch: stip-stemmen."""

from flows.techniques.asking import one_by_one, poll_flow
from flows.techniques.model import DOTS, Part, Setting, Technique
from flows.techniques.moments import ANY
from locales import N_

MOST = 6
FIRST = N_("{question}\n\nYou have {dots} dots. Where does the first one go? Your name is not kept with it.")
NEXT = N_("And the next dot? It may go to the same one again. Skip if that is enough.")

TECHNIQUE = Technique(
    key="dot_voting",
    name=N_("Dot voting"),
    about=N_("Everybody gives some dots to options. Several dots on one are allowed."),
    moments=ANY,
    flow=poll_flow("dot_voting", *one_by_one("dot", (FIRST,) + (NEXT,) * (MOST - 1), limit="dots")),
    parts=(Part("dot", DOTS, most=MOST),),
    options=(2, 12),
    settings=(Setting("dots", N_("How many dots everybody has"), least=2, most=MOST, usual=3),),
    phases=frozenset({"co_creation"}),
)
