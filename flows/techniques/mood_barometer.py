"""How people are when a meeting begins: one face, and a word for who wants. Dutch: stemmingsbarometer."""

from flows.around_a_meeting import FACES
from flows.techniques.asking import FACE as TAP_A_FACE
from flows.techniques.asking import MORE, faces, poll_flow, writes
from flows.techniques.faces import counted_faces
from flows.techniques.model import WORDS, Part, Technique
from flows.techniques.moments import ANY
from locales import N_

FACE = counted_faces("face")

TECHNIQUE = Technique(
    key="mood_barometer",
    name=N_("Mood barometer"),
    about=N_("Five faces, and a word for who wants. Shows how the group is."),
    moments=ANY,
    flow=poll_flow("mood_barometer", faces(TAP_A_FACE, "face", FACES), writes(MORE, "more")),
    parts=(FACE, Part("more", WORDS, N_("In their own words"))),
    prompt=N_("How are you today?"),
)
