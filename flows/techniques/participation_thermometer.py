"""How much was I heard, from 0 to 10, and why. Eleven steps are too many to be shown for a small group: three bands."""

from flows.model import Option
from flows.techniques.asking import WHY, poll_flow, taps, writes
from flows.techniques.model import SCALE, WORDS, Band, Part, Technique
from flows.techniques.moments import ANY, SURVEY
from locales import N_

HEARD = N_("{question}\n\n0 is: not at all. 10 is: very much. Your name is not kept with it.")
DEGREES = tuple(Option(str(degree), str(degree), literal=True) for degree in range(11))
BANDS = (
    Band(Option("7-10", "7-10", literal=True), ("7", "8", "9", "10")),
    Band(Option("4-6", "4-6", literal=True), ("4", "5", "6")),
    Band(Option("0-3", "0-3", literal=True), ("0", "1", "2", "3")),
)

TECHNIQUE = Technique(
    key="participation_thermometer",
    name=N_("Participation thermometer"),
    about=N_("How much people feel heard, from 0 to 10, and why."),
    moments=ANY | {SURVEY},
    flow=poll_flow("participation_thermometer", taps(HEARD, "degree", DEGREES), writes(WHY, "why")),
    parts=(Part("degree", SCALE, options=DEGREES, bands=BANDS), Part("why", WORDS, N_("Why"))),
    prompt=N_("How much do people listen to you in this group?"),
)
