"""What people hope and what worries them, before something begins. Dutch: hoop en vrees."""

from flows.techniques.asking import poll_flow, writes
from flows.techniques.model import WORDS, Part, Technique
from flows.techniques.moments import BETWEEN, CHECK_IN
from locales import N_

HOPE = N_("{question}\n\nWhat do you hope? Write it, say it, or skip this. Your name is not kept with it.")
FEAR = N_("And what worries you? Write it, say it, or skip this.")

TECHNIQUE = Technique(
    key="hopes_and_fears",
    name=N_("Hopes and fears"),
    about=N_("One hope and one worry, in free words."),
    moments=frozenset({CHECK_IN, BETWEEN}),
    flow=poll_flow("hopes_and_fears", writes(HOPE, "hope"), writes(FEAR, "fear")),
    parts=(Part("hope", WORDS, N_("What people hope")), Part("fear", WORDS, N_("What worries people"))),
    prompt=N_("Think of what we begin together."),
    phases=frozenset({"exploration"}),
)
