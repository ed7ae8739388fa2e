"""How faces are counted: good, so-so, not so good. Of five faces most would be hidden in a group of 24.

Where nearly everybody is well, these bands would show nothing, because few are left. Then the best face is told.
"""

from flows.around_a_meeting import FACES
from flows.model import Option
from flows.techniques.model import SCALE, Band, Part
from locales import N_

GOOD_STEPS = ("5", "4")
BANDS = (
    Band(Option("good", N_("Good"), "😀🙂"), GOOD_STEPS),
    Band(Option("so_so", N_("So-so"), "😐"), ("3",)),
    Band(Option("bad", N_("Not so good"), "🙁😞"), ("2", "1")),
)
BEST = (
    Band(Option("best", N_("Very good"), "😀"), ("5",)),
    Band(Option("rest", N_("Another face"), "🙂😐🙁😞"), ("4", "3", "2", "1")),
)


def counted_faces(name: str, heading: str = "") -> Part:
    return Part(name, SCALE, heading, FACES, bands=BANDS, otherwise=BEST)
