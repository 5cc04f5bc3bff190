"""The needs under each headline outcome in the model of the ten outcomes: what may bring a family to us."""

from __future__ import annotations

from collections.abc import Mapping

from .domains import Headline
from .words import N_

NEEDS: Mapping[Headline, tuple[str, ...]] = {
    Headline.EDUCATION: (
        N_("Misses more than one school day in ten"),
        N_("Is excluded, or may be"),
        N_("Has no school place, or a timetable cut short"),
        N_("Learns at home, and it is not going well"),
        N_("Has needs in learning that are not met yet"),
    ),
    Headline.EARLY_YEARS: (
        N_("A baby or a young child misses health checks or injections"),
        N_("Talks, moves or plays later than is usual"),
        N_("Parents want help with being a parent for the first time, or before the birth"),
    ),
    Headline.HEALTH: (
        N_("A child’s mental health"),
        N_("A parent’s mental health"),
        N_("A child’s or parent’s illness or disability that changes daily life"),
        N_("Teeth, weight, sleep or appointments that are missed"),
    ),
    Headline.SUBSTANCES: (
        N_("A parent drinks or uses drugs in a way that harms"),
        N_("A child or young person drinks or uses drugs"),
    ),
    Headline.RELATIONSHIPS: (
        N_("Parents quarrel often, badly, and without an end"),
        N_("A child hurts a parent, a brother or a sister"),
        N_("A child looks after somebody at home"),
        N_("A child may have to leave the family, or has just come back"),
        N_("Somebody has died, left or gone to prison"),
    ),
    Headline.SAFETY: (
        N_("Neglect: a child’s daily needs are not met"),
        N_("Emotional, physical or sexual harm, now or before"),
        N_("Somebody outside the home uses a child, or tries to"),
        N_("A child goes missing"),
        N_("Harm online"),
    ),
    Headline.CRIME: (
        N_("A young person breaks the law, or is drawn to it"),
        N_("An adult of the home is in prison, on probation or breaks the law"),
        N_("Trouble with neighbours or in the street"),
        N_("Somebody in the family was hurt by crime"),
    ),
    Headline.DOMESTIC_ABUSE: (
        N_("Somebody in the family lives with abuse now"),
        N_("Abuse that is over, and still hurts"),
        N_("Somebody in the family uses abuse and wants to stop"),
    ),
    Headline.HOUSING: (
        N_("No home, or about to lose it"),
        N_("A home that is too small, damp, cold or not safe"),
        N_("Rent or mortgage that is not paid"),
    ),
    Headline.MONEY: (
        N_("Debt that grows"),
        N_("Not enough for food, heating or clothes"),
        N_("An adult wants work and cannot find it"),
        N_("Benefits that are not claimed, stopped or late"),
    ),
}
