"""How people are when a meeting begins: one face, and a word for who wants. Dutch: stemmingsbarometer."""

from flows.around_a_meeting import FACES
from flows.techniques.asking import FACE, MORE, faces, poll_flow, writes
from flows.techniques.model import SCALE, WORDS, Part, Technique
from flows.techniques.moments import ANY
from locales import N_

TECHNIQUE = Technique(
    key="mood_barometer",
    name=N_("Mood barometer"),
    about=N_("Five faces, and a word for who wants. Shows how the group is."),
    moments=ANY,
    flow=poll_flow("mood_barometer", faces(FACE, "face", FACES), writes(MORE, "more")),
    parts=(Part("face", SCALE, options=FACES), Part("more", WORDS, N_("In their own words"))),
    prompt=N_("How are you today?"),
)
