"""What comes first, second and third. Three points for a first place, two for a second, one for a third."""

from flows.techniques.asking import one_by_one, poll_flow
from flows.techniques.model import RANKING, Part, Technique
from flows.techniques.moments import ANY
from locales import N_

FIRST = N_("{question}\n\nWhat comes first for you? Your name is not kept with it.")
SECOND = N_("What comes second? Skip if that is enough.")
THIRD = N_("What comes third? Skip if that is enough.")
PLACES = (FIRST, SECOND, THIRD)

TECHNIQUE = Technique(
    key="ranking",
    name=N_("Ranking"),
    about=N_("Everybody says what comes first, second and third: 3, 2 and 1 points."),
    moments=ANY,
    flow=poll_flow("ranking", *one_by_one("place", PLACES)),
    parts=(Part("place", RANKING, most=len(PLACES)),),
    options=(3, 12),
)
