"""What the team writes to many, in its own words. It asks nothing: an answer is for the team."""

from flows.model import Flow, Step
from locales import N_

WORDS = N_("The team of {lab} writes: {words}")

FLOW = Flow("broadcast", (Step("said", (WORDS,)),))
