"""The pages of feedback, complaints and themes that are read."""

from __future__ import annotations

from familyhelp.practice.complaints import ComplaintKind
from familyhelp.practice.references import write_code
from familyhelp.practice.stages import Stage
from tests import learning, stories
from tests.browser.place import LONG, UNBROKEN, Place, of
from tests.cast import Cast


def told(cast: Cast, tail: str = "/feedback") -> str:
    """A case whose family told us how the help was, twice."""
    case = stories.a_case(cast, Stage.ACTIVE)
    learning.feedback(case, cast, differently=f"{LONG} {UNBROKEN}")
    learning.feedback(case, cast, differently="")
    return of(case, tail)


def managers_told(cast: Cast) -> str:
    """What workers said."""
    learning.workers_say(stories.a_case(cast, Stage.ACTIVE), cast, f"{LONG} {UNBROKEN}")
    return "/worker-feedback"


def complained(cast: Cast) -> str:
    """Complaints that wait, one of them late, beside what is held."""
    learning.complaint(cast, received_on=learning.weeks_ago(3), text=f"{LONG} {UNBROKEN}", name=UNBROKEN[:200])
    learning.answered(learning.complaint(cast), cast, f"{LONG} {UNBROKEN}")
    learning.complaint(cast, kind=ComplaintKind.COMPLIMENT)
    return "/complaints"


def one_answered(cast: Cast) -> str:
    """A complaint that was answered."""
    one = learning.answered(learning.complaint(cast, text=f"{LONG} {UNBROKEN}"), cast, f"{LONG} {UNBROKEN}")
    return f"/complaints/{write_code(one.code)}"


def learned(cast: Cast, path: str = "/themes") -> str:
    """Themes with long words, one of them published."""
    learning.theme(cast, title=UNBROKEN[:200], seen=f"{LONG} {UNBROKEN}", good=LONG, change=LONG)
    learning.published(learning.theme(cast), cast, f"{LONG} {UNBROKEN}")
    return path


LEARNING: dict[str, Place] = {
    "feedback.of_case": Place("kamal", told),
    "feedback.paper": Place("kamal", lambda cast: told(cast, "/feedback/paper")),
    "feedback.from_workers": Place("mabel", managers_told),
    "feedback.figures": Place("mabel", lambda cast: (told(cast), "/what-families-tell-us")[1]),
    "complaints.list_of": Place("mabel", complained),
    "complaints.held": Place("mabel", lambda cast: f"{complained(cast)}/held"),
    "complaints.complaint": Place("mabel", one_answered),
    "themes.list_of": Place("mabel", learned),
    "themes.theme": Place("mabel", learning.at_theme("", shown=True)),
    "themes.learning": Place("lena", lambda cast: learned(cast, "/learning")),
    "themes.what_we_heard": Place("", lambda cast: learned(cast, "/what-we-heard")),
}
