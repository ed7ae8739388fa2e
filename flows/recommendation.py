"""You said, this happened: what became of something that she helped to shape."""

from flows.model import Flow, Step
from locales import N_

CHANGED = N_("You helped with this: “{what}”. What happened: {status}. {reason}")

FLOW = Flow("recommendation", (Step("changed", (CHANGED,)),))
