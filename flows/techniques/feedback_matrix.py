"""Four fields about a pilot: good, to improve, a question, a suggestion. Each may stay empty."""

from flows.techniques.asking import poll_flow, writes
from flows.techniques.model import WORDS, Part, Technique
from flows.techniques.moments import ANY
from locales import N_

GOOD = N_("{question}\n\nWhat is good? Write it, say it, or skip this. Your name is not kept with it.")
IMPROVE = N_("What can be better? Write it, say it, or skip this.")
QUESTION = N_("What would you like to ask? Write it, say it, or skip this.")
SUGGESTION = N_("What do you suggest? Write it, say it, or skip this.")

TECHNIQUE = Technique(
    key="feedback_matrix",
    name=N_("Feedback matrix"),
    about=N_("Four fields about a pilot: what is good, what can be better, questions, suggestions."),
    moments=ANY,
    flow=poll_flow(
        "feedback_matrix",
        writes(GOOD, "good"),
        writes(IMPROVE, "improve"),
        writes(QUESTION, "ask"),
        writes(SUGGESTION, "suggest"),
    ),
    parts=(
        Part("good", WORDS, N_("What is good")),
        Part("improve", WORDS, N_("What can be better")),
        Part("ask", WORDS, N_("Questions")),
        Part("suggest", WORDS, N_("Suggestions")),
    ),
    phases=frozenset({"design"}),
)
