"""While somebody of the team talks with her, what she writes is for that human, and no flow answers. Pure.

What she began herself after the human's last words goes on: she asked for it, so her words are its answer.
"""

from dataclasses import replace

from flows.model import Answer, Frame, Replied, State, Task, kept

REPLY = "reply"
"""The task that says that she answered the team. One is open for each person, however much she writes."""
BEGUN = "begun"
"""Among a frame's answers: she began it herself, and no human has written to her since."""


def for_whoever_talks(event: Replied) -> Task:
    """Nothing is promised: somebody is there already."""
    return Task(REPLY, event.text.strip(), event.media)


def begun_by_her(before: State, after: State) -> State:
    """What stands there only since `before` is hers."""
    mark = {BEGUN: kept(Answer(text=BEGUN))}
    frames = (f if f in before.frames else replace(f, answers={**f.answers, **mark}) for f in after.frames)
    return State(tuple(frames), after.asked)


def is_begun_by_her(frame: Frame) -> bool:
    return BEGUN in frame.answers


def spoken_to(state: State) -> State:
    """A human has just written to her: her next words answer that, whatever she began before."""
    frames = (replace(f, answers={k: v for k, v in f.answers.items() if k != BEGUN}) for f in state.frames)
    return State(tuple(frames), state.asked)
