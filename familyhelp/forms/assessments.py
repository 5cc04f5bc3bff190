"""The assessment: one part a page, each person's voice, offers of an advocate, its completion, sharing and answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from ..practice import clock
from ..practice.assessing import Advocacy, Communication, FamilyAnswer, Heard, Shared
from ..practice.domains import Respondent
from .base import Choice, DateField, Form, Line, Needed, NotLater, Score, Several, Text, Tick, offer

OTHERS = (Respondent.CHILD, Respondent.PARENT, Respondent.NETWORK)
"""Who gives a score besides the practitioner."""


class PartForm(Form):
    """What the family and its worker say about one domain."""

    working_well = Text(
        _("What is working well?"),
        hint=_("Start here. What do the children and the parents say they are good at, and who already helps?"),
    )
    worries = Text(_("What are we worried about?"), hint=_("What each person sees, in their own words where you can."))
    presenting_need = Text(
        _("What is seen: the presenting need"),
        hint=_("What brought this up, as it shows. For example: two days of school are missed each week."),
        rows=3,
    )
    underlying_need = Text(
        _("What lies under it: the underlying need"),
        hint=_("Why it may be so, as the family understands it. For example: Mum cannot sleep since she lost her job."),
        rows=3,
    )
    needs = Several(_("Which of these is it about?"), hint=_("Tick all that fit this family, or none."))
    needs_to_happen = Text(
        _("What needs to happen?"), hint=_("What would the family notice first if things were better?")
    )
    score = Score(
        _("Where are things now? Your own view"),
        hint=_("Leave any of these empty where nobody was asked, or where they would rather not say."),
    )
    score_child = Score(_("What do the children say?"))
    score_parent = Score(_("What does a parent or carer say?"))
    score_network = Score(_("What does the family network say?"))

    def ask(self, lowest: int, highest: int, needs: Sequence[tuple[str, str]]) -> None:
        """Ask as the practice model of the assessment does: its scale, and its needs (as kept, and in words)."""
        for name in ("score", *(f"score_{who.value}" for who in OTHERS)):
            self[name].between(lowest, highest)
        if needs:
            self.needs.choices = offer(needs)
        else:
            del self.needs

    @property
    def others(self) -> dict[Respondent, int]:
        """The scores that were given by the family and its network."""
        said = {who: self[f"score_{who.value}"].data for who in OTHERS}
        return {who: value for who, value in said.items() if value is not None}


class ReasonForm(Form):
    """Why a domain with a low score is not in the plan."""

    because = Text(
        _("Why is this not in the plan?"),
        Needed(_("Say why this is not in the plan.")),
        hint=_("For example: somebody else already helps with it, or the family wants to begin with something else."),
        most=2_000,
        rows=3,
    )


class VoiceForm(Form):
    """What one person says, in their own words."""

    words = Text(
        _("What do they say?"),
        hint=_("Their own words, or what they drew or showed. What matters to them? What would they change?"),
    )
    daily_life = Text(
        _("What is an ordinary day like for them?"),
        hint=_("From waking up to going to sleep, school days and weekends, as they tell it."),
    )
    heard = Choice(
        _("How were they heard?"), Heard, Needed(_("Choose how they were heard, or that they were not yet."))
    )
    heard_on = DateField(_("When?"), [NotLater(clock.today)], hint=_("For example, 27 3 2026"))
    heard_by = Line(_("Who heard them?"), hint=_("Leave it empty if it was you."))
    because = Text(
        _("Not heard yet: why, and what will you try?"),
        hint=_("Only where they were not heard yet."),
        most=2_000,
        rows=3,
    )


class AroundForm(Form):
    """Who else helps the family."""

    who = Text(_("Who helps, and with what?"), hint=_("Names, who they are to the family, and what they do."))
    more = Text(_("Who could help more, or would like to?"), hint=_("Ask the family. Who would they ring at night?"))


class ProfessionalsForm(Form):
    """Which professionals are involved."""

    who = Text(
        _("Which professionals are involved, and for what?"),
        hint=_("School, health, housing, others: the name, the service, and what they do with the family."),
    )
    more = Text(_("What do they see?"), hint=_("What works and what worries them, and who said it."))


class AdvocacyForm(Form):
    """The active offer of an advocate."""

    offered_on = DateField(
        _("When was an advocate offered?"),
        [Needed(_("Enter the day of the offer.")), NotLater(clock.today)],
        hint=_("For example, 27 3 2026"),
        default=clock.today,
    )
    offered_by = Line(_("Who made the offer?"), Needed(_("Say who made the offer.")))
    explained = Text(
        _("In what words was it explained?"),
        Needed(_("Write in what words it was explained.")),
        hint=_("As you said it. For example: somebody who is only on your side and helps you to say what you think."),
        most=2_000,
        rows=3,
    )
    answer = Choice(_("What did they say?"), Advocacy, Needed(_("Choose what they said.")))


class CommunicationForm(Form):
    """How a person understands best and is best understood."""

    language = Line(_("Which language do they speak best?"))
    interpreter = Tick(_("They need an interpreter"))
    communication = Several(_("What else helps?"))
    communication_note = Line(
        _("Anything else?"), hint=_("For example: ring rather than write; face them when you talk.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the words of the practice."""
        super().__init__(*args, **kwargs)
        self.communication.choices = offer((w.value, gettext(w.label)) for w in Communication)


class CompleteForm(Form):
    """Is the assessment whole?"""

    because = Text(
        _("A child was not heard. Why is the assessment complete all the same?"),
        Needed(_("Say why the assessment is complete although a child was not heard.")),
        hint=_("And how and when they will be heard. This stays in the chronology."),
        most=2_000,
        rows=3,
    )


class ShareForm(Form):
    """The assessment, shared with the family."""

    shared_on = DateField(
        _("When was it shared?"),
        [Needed(_("Enter the day.")), NotLater(clock.today)],
        hint=_("For example, 27 3 2026"),
        default=clock.today,
    )
    with_whom = Line(
        _("With whom in the family?"), Needed(_("Name with whom in the family.")), hint=_("Children count too.")
    )
    how = Choice(_("How was it shared?"), Shared, Needed(_("Choose how it was shared.")))


class AnswerForm(Form):
    """What the family says to it."""

    answer = Choice(_("What does the family say to it?"), FamilyAnswer, Needed(_("Choose what the family says.")))
    says = Text(
        _("In its own words"),
        hint=_("What is right, what is not right, what is missing. It stands beside the assessment."),
    )
    answered_on = DateField(
        _("When?"),
        [Needed(_("Enter the day.")), NotLater(clock.today)],
        hint=_("For example, 27 3 2026"),
        default=clock.today,
    )
