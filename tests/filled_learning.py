"""The forms of feedback, complaints and themes."""

from __future__ import annotations

from familyhelp.practice.stages import Stage
from tests import learning, stories
from tests.cast import Cast
from tests.filling import Filled, on

THEME = {"title": "Waiting", "seen": "Families wait.", "good": "A call.", "change": "We ring.", "due_on": 30}


def _a_second_source(cast: Cast) -> str:
    """A theme that comes from feedback of a family, too: `<told>` is its reference."""
    cast.told = learning.feedback(stories.a_case(cast, Stage.ACTIVE), cast)
    return learning.at_theme("/sources")(cast)


LEARNING: dict[str, Filled] = {
    "feedback.record": Filled(
        "kamal",
        on(Stage.ACTIVE, "/feedback/new"),
        {"how": "on_paper", "who": "child", "given_on": 0, "heard": "no", "differently": "Come after school."},
    ),
    "feedback.on_a_case": Filled("kamal", on(Stage.ACTIVE, "/tell-managers"), {"works": "mostly", "text": "Time."}),
    "feedback.on_the_offer": Filled("flora", lambda _: "/tell-managers", {"works": "yes", "text": "The phone line."}),
    "complaints.receive": Filled(
        "mabel",
        lambda _: "/complaints/new",
        {
            "kind": "complaint",
            "received_on": 0,
            "said_by": "child",
            "about": "waiting",
            "text": "It took a year.",
            "concerns": "<kamal>",
            "handler": "<morag>",
        },
    ),
    "complaints.acknowledge": Filled("mabel", learning.at_complaint("/acknowledge"), {"on": 0}),
    "complaints.hand_over": Filled(
        "mabel", learning.at_complaint("/hand-over"), {"handler": "<morag>", "because": "She knows nobody in it."}
    ),
    "complaints.answer": Filled(
        "mabel",
        learning.at_complaint("/answer"),
        {"found": "upheld", "because": "His diary.", "told": "Sorry.", "told_on": 0, "lesson": "Ring before."},
    ),
    "themes.make": Filled("mabel", lambda _: "/themes/new", {**THEME, "owner": "<mabel>", "kind": "practice"}),
    "themes.change": Filled("mabel", learning.at_theme("/change"), {"seen": "Families wait."}, edits="seen"),
    "themes.add_source": Filled("mabel", _a_second_source, {"kind": "feedback", "reference": "<told>"}),
    "themes.publish": Filled("mabel", learning.at_theme("/publish"), {"heard": "You waited.", "changed": "We ring."}),
    "themes.withdraw": Filled("mabel", learning.at_theme("/withdraw", shown=True), {"because": "It is old."}),
    "themes.finish": Filled("mabel", learning.at_theme("/finish"), {"came_of_it": "Nobody waits."}),
}
