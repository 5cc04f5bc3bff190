"""The checks themselves: each finds what it is there for on a page made wrong, and nothing on a sound one."""

from __future__ import annotations

import pytest

from tests.browser import checks
from tests.browser.person import MAGNIFIED

SOUND = """<!doctype html><html lang="en"><head><title>A page</title><meta name="viewport" content="width=device-width">
<style>a:focus, button:focus, div:focus {{ outline: 3px solid black }} @media print {{ button {{ display: none }} }}
{style}</style>
</head><body><main id="main"><h1>A heading</h1><p>A sentence. Another one.</p><p><a href="#main">A link</a></p>
{body}<p><button type="button">A button</button></p></main></body></html>"""

CHECKS = {
    "axe": checks.axe,
    "apart": checks.words_apart,
    "sideways": checks.no_sideways_scrolling,
    "spaced": checks.room_for_letters,
    "keys": checks.keys_reach_everything,
    "paper": checks.nothing_lost_on_paper,
}
WRONG = {
    "grey on grey": ("axe", "", '<p style="color: #aaa; background: #fff">Faint words</p>'),
    "a picture without words": (
        "axe",
        "",
        '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" width="50" height="50">',
    ),
    "targets too small and too near": (
        "axe",
        "",
        '<p style="font-size: 9px; line-height: 1"><a href="#a1">a</a> <a href="#b1">b</a> <a href="#c1">c</a></p>',
    ),
    "two sentences glued": ("apart", "", "<p>It is done.Nobody came.</p>"),
    "a name and a word glued": ("apart", "", "<p>Rosa Ashdown<span>Child</span></p>"),
    "a wide table": ("sideways", "", '<div style="width: 900px">wide</div>'),
    "a wide table that scrolls, but not by key": (
        "sideways",
        "",
        '<div style="overflow-x: auto"><p style="width: 900px">wide</p></div>',
    ),
    "a cut text": ("sideways", "", '<p style="overflow: hidden; height: 10px">Two lines<br>of text</p>'),
    "a box too narrow for wide letters": (
        "spaced",
        "",
        '<p style="overflow: hidden; height: 22px; width: 300px; font: 16px/20px serif">'
        "Words that fill just one line of it</p>",
    ),
    "a focus that cannot be seen": (
        "keys",
        ".plain:focus { outline: none }",
        '<p><a class="plain" href="#x">No ring</a></p>',
    ),
    "a link that no key reaches": ("keys", "", '<script>addEventListener("keydown", e => e.preventDefault())</script>'),
    "a bar over the focus": (
        "keys",
        "",
        '<div style="position: fixed; inset: 0; background: white"></div>',
    ),
    "a paragraph that is not printed": (
        "paper",
        "@media print { .gone { display: none } }",
        '<p class="gone">Gone</p>',
    ),
    "a heading that is not printed": ("paper", "@media print { h2 { visibility: hidden } }", "<h2>Gone</h2>"),
    "a folded part that is not printed": ("paper", "", "<details><summary>More</summary><p>Folded</p></details>"),
    "a table cut at the paper’s edge": ("paper", "", '<p style="width: 900px; text-align: right">Off the edge</p>'),
    "white words": ("paper", "@media print { .w { color: #fff } }", '<p class="w">White</p>'),
    "a text cut in its box": ("paper", "", '<textarea aria-label="a" rows="2">1\n2\n3\n4\n5\n6\n7\n8</textarea>'),
}


@pytest.fixture
def shown(sit_down):
    """Show a page: `shown(style, body)`."""
    desk = sit_down(width=MAGNIFIED)

    def show(style: str = "", body: str = ""):
        desk.page.set_content(SOUND.format(style=style, body=body))
        return desk.page

    return show


@pytest.mark.parametrize("check", CHECKS)
def test_a_sound_page_passes(check, shown):
    assert CHECKS[check](shown()) == []


@pytest.mark.parametrize("name", WRONG)
def test_a_page_made_wrong_is_caught(name, shown):
    check, style, body = WRONG[name]
    assert CHECKS[check](shown(style, body)), f"{check} did not see {name}"
