"""What somebody of the team sends to her own chat to try it out. Its buttons answer nothing, and say so."""

from flows.matching import parse_token, token
from locales import N_

IT_IS_A_TEST = N_("This is a test. Only you see it, and nothing is counted.")
TEST = 0
"""The number of its questions. Those that are asked are numbered from one."""


def token_of_test(button: str) -> str:
    return token(TEST, parse_token(button)[1])
