"""Short questions after a meeting, or after the whole cycle: heard, safe, understood, useful, language help."""

from flows.around_a_meeting import FACES
from flows.model import Option
from flows.techniques.asking import MORE, faces, poll_flow, taps, writes
from flows.techniques.faces import counted_faces
from flows.techniques.model import CHOICE, WORDS, Part, Technique
from flows.techniques.moments import BETWEEN, CHECK_OUT, SURVEY
from locales import N_

HEARD = N_(
    "{question}\n\nHow well did people listen to you? Tap the face that fits best. Your name is not kept with it."
)
SAFE = N_("How was it to say what you think? Did you feel safe?")
UNDERSTOOD = N_("How well could you understand what was said?")
USEFUL = N_("How useful was it for you?")
LANGUAGE_HELP = N_("Did you get enough help with language?")
HELP = (
    Option("yes", N_("Yes"), "✅"),
    Option("partly", N_("A little"), "🤏"),
    Option("no", N_("No"), "✖️"),
    Option("not_needed", N_("I need no help"), "👌"),
)

TECHNIQUE = Technique(
    key="meeting_survey",
    name=N_("Meeting survey"),
    about=N_("Five short questions and one free one: heard, safe, understood, useful, help with language."),
    moments=frozenset({SURVEY, CHECK_OUT, BETWEEN}),
    flow=poll_flow(
        "meeting_survey",
        faces(HEARD, "heard", FACES, skippable=True),
        faces(SAFE, "safe", FACES, skippable=True),
        faces(UNDERSTOOD, "understood", FACES, skippable=True),
        faces(USEFUL, "useful", FACES, skippable=True),
        taps(LANGUAGE_HELP, "language_help", HELP, skippable=True),
        writes(MORE, "more"),
    ),
    parts=(
        counted_faces("heard", N_("People listened")),
        counted_faces("safe", N_("Feeling safe")),
        counted_faces("understood", N_("Understanding")),
        counted_faces("useful", N_("Useful")),
        Part("language_help", CHOICE, N_("Enough help with language"), HELP),
        Part("more", WORDS, N_("In their own words")),
    ),
    prompt=N_("A few short questions about the meeting."),
)
