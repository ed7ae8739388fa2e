"""QR codes, for a phone that scans another's screen, a poster or a terminal."""

import io

import segno

WHITE_ON_BLACK = "\x1b[97;40m{}\x1b[0m"


def png(link: str) -> bytes:
    """A picture with a white border wide enough for old cameras."""
    picture = io.BytesIO()
    segno.make(link, error="m").save(picture, kind="png", scale=8, border=4)
    return picture.getvalue()


def terminal(link: str) -> str:
    """For a terminal with a dark or a light background: on a light one the picture would be a negative."""
    drawn = io.StringIO()
    segno.make(link, error="l").terminal(out=drawn, compact=True, border=2)
    return "\n".join(WHITE_ON_BLACK.format(line) for line in drawn.getvalue().splitlines()) + "\n"
