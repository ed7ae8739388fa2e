"""One to five between two ends. Counted in three bands, or else the upper end beside all others, as faces are."""

from flows.model import Option
from flows.techniques.asking import poll_flow, taps
from flows.techniques.model import SCALE, Band, Part, Setting, Technique
from flows.techniques.moments import ANY
from locales import N_

BETWEEN_ENDS = N_("{question}\n\n1 is: {low}. 5 is: {high}. Your name is not kept with it.")
DEGREES = tuple(Option(str(degree), str(degree), literal=True) for degree in range(1, 6))
BANDS = (
    Band(Option("1-2", "1-2", literal=True), ("1", "2")),
    Band(Option("3", "3", literal=True), ("3",)),
    Band(Option("4-5", "4-5", literal=True), ("4", "5")),
)
UPPER_END = (
    Band(Option("1-4", "1-4", literal=True), ("1", "2", "3", "4")),
    Band(Option("5", "5", literal=True), ("5",)),
)

TECHNIQUE = Technique(
    key="scale",
    name=N_("Scale"),
    about=N_("Everybody chooses a number from 1 to 5. You say what the ends mean."),
    moments=ANY,
    flow=poll_flow("scale", taps(BETWEEN_ENDS, "degree", DEGREES)),
    parts=(Part("degree", SCALE, options=DEGREES, bands=BANDS, otherwise=UPPER_END),),
    settings=(
        Setting("low", N_("What 1 means"), "words", usual_words=N_("not at all")),
        Setting("high", N_("What 5 means"), "words", usual_words=N_("very much")),
    ),
)
