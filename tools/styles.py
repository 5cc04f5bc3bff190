"""Styles, scripts and the fonts of printed copies: from npm, compiled with the project's own colours and parts."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

from tools import node
from tools.work import LOG, ROOT, Stop, carry_out, digest, done, is_done, last_words, say, where, why

MODULES = ROOT / "node_modules"
BUILD = ROOT / "familyhelp" / "static" / "build"
STYLES = BUILD / "app.css"
SCRIPT = BUILD / "govuk-frontend.min.js"
FONTS = BUILD / "fonts"
FONT_FILES = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")
"""What PDF copies are set in: a font that has the letters of Welsh, with a circumflex on w and y."""


def ensure() -> None:
    """What familyhelp/static/build/ holds, made anew when its sources changed. Needs Node.js only then."""
    locks = [ROOT / "package.json", ROOT / "package-lock.json"]
    mark = digest([*locks, *(ROOT / "assets").glob("*.scss")])
    stamp = BUILD / ".made-from"
    if is_done(stamp, mark) and all(made.exists() for made in (STYLES, SCRIPT, *(FONTS / name for name in FONT_FILES))):
        return
    tools = node.find()
    fetch(tools, digest(locks))
    compile_styles(tools)
    copy_script()
    copy_fonts()
    done(stamp, mark)


def fetch(tools: node.Node, mark: str) -> None:
    """The npm packages exactly as package-lock.json names them, with their digests."""
    stamp = MODULES / ".made-from"
    if is_done(stamp, mark):
        return
    say("Fetching styles and scripts")
    well, printed = carry_out([*tools.npm, "ci", "--no-audit", "--no-fund"], env=tools.env)
    if not well:
        raise Stop(why(printed, what="The styles and scripts"))
    done(stamp, mark)


def compile_styles(tools: node.Node) -> None:
    """Compile into a file beside, then move it over: a page asked for meanwhile gets a whole stylesheet."""
    say("Compiling styles")
    BUILD.mkdir(parents=True, exist_ok=True)
    beside = BUILD / "app.new.css"
    command = [*tools.node, str(MODULES / "sass" / "sass.js"), "--pkg-importer=node", "--style=compressed"]
    well, printed = carry_out(
        [*command, "--no-source-map", "--no-error-css", ROOT / "assets" / "app.scss", beside], env=tools.env
    )
    if not well:
        beside.unlink(missing_ok=True)
        raise Stop(f"The styles do not compile: {first_error(printed)} (all of it is in {where(LOG)}).")
    if printed.strip():
        say(printed.rstrip())
    os.replace(beside, STYLES)


def copy_script() -> None:
    """The design system's script, without the line that asks browsers' tools for a file we do not serve."""
    source = MODULES / "govuk-frontend" / "dist" / "govuk" / "govuk-frontend.min.js"
    beside = Path(f"{SCRIPT}.new")
    shutil.copyfile(source, beside)
    text = beside.read_text(encoding="utf-8")
    beside.write_text(text.split("//# sourceMappingURL=")[0].rstrip() + "\n", encoding="utf-8")
    os.replace(beside, SCRIPT)


def copy_fonts() -> None:
    """The fonts, without the many that are not used."""
    FONTS.mkdir(exist_ok=True)
    for name in FONT_FILES:
        shutil.copyfile(MODULES / "dejavu-fonts-ttf" / "ttf" / name, FONTS / name)


def first_error(printed: str) -> str:
    """Sass says what is wrong first, and where under a picture of the line."""
    place = re.search(r"^\s+(\S+\.scss \d+):\d+ ", printed, re.MULTILINE)
    return last_words(printed) + (f", {place[1]}" if place else "")
