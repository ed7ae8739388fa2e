"""The conversation that every contestant holds: /start, then ten questions. Eleven updates, eleven replies."""

QUESTIONS = (
    "Question 1: What shall we call you?",
    "Question 2: Where do you live now?",
    "Question 3: How long have you lived there?",
    "Question 4: What do you like about it?",
    "Question 5: What is hard about it?",
    "Question 6: Who helps you?",
    "Question 7: What did you try?",
    "Question 8: What would help you?",
    "Question 9: What would you change first?",
    "Question 10: When can you come to a meeting?",
)
THANKS = "Thank you, that was the last question."

REPLIES = (*QUESTIONS, THANKS)
"""What is expected after each turn. Turn 0 is /start."""

TURNS = len(REPLIES)


def words(turn: int) -> str:
    """What the person writes in this turn."""
    return "/start" if turn == 0 else f"This is my answer to question {turn}"
