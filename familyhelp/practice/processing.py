"""What is done with personal data here, and what allows it: the record that article 30 of the UK GDPR asks for. The
service says what it does; what allows it, the authority says. Until it has, a row is a proposal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from .retention import RecordKind
from .words import N_, Sentence, Word, say


class Activity(Word):
    """What is done, as far as it has a purpose of its own."""

    FRONT_DOOR = "front_door", N_("Taking and deciding requests for help")
    FAMILY_HELP = "family_help", N_("Helping a family")
    SAFEGUARDING = "safeguarding", N_("Passing on that a child is in danger")
    SHARING = "sharing", N_("Sharing with partners")
    KNOWING = "knowing", N_("Finding out whether somebody is known")
    TELLING = "telling", N_("Telling families and partners")
    HEARING = "hearing", N_("Hearing complaints and what families say")
    OVERSEEING = "overseeing", N_("Supervision and practice audit")
    FIGURES = "figures", N_("Figures and statutory returns")
    STAFF = "staff", N_("Those who work with this service")


class Basis(Word):
    """What makes it lawful: article 6(1) of the UK GDPR. A public authority may not rest its own tasks on legitimate
    interests, so they are no choice."""

    PUBLIC_TASK = "public_task", N_("Public task: article 6(1)(e)")
    LEGAL_OBLIGATION = "legal_obligation", N_("Legal obligation: article 6(1)(c)")
    VITAL_INTERESTS = "vital_interests", N_("Vital interests: article 6(1)(d)")
    CONTRACT = "contract", N_("Contract: article 6(1)(b)")
    CONSENT = "consent", N_("Consent: article 6(1)(a)")


class Condition(Word):
    """What allows special categories of data, such as health or ethnicity: article 9(2) of the UK GDPR."""

    PUBLIC_INTEREST = "public_interest", N_("Substantial public interest: article 9(2)(g)")
    SOCIAL_CARE = "social_care", N_("Health or social care: article 9(2)(h)")
    STATISTICS = "statistics", N_("Statistics: article 9(2)(j)")
    EMPLOYMENT = "employment", N_("Employment: article 9(2)(b)")
    VITAL_INTERESTS = "vital_interests", N_("Vital interests: article 9(2)(c)")
    CLAIMS = "claims", N_("Legal claims: article 9(2)(f)")
    CONSENT = "consent", N_("Explicit consent: article 9(2)(a)")
    NOT_HELD = "not_held", N_("No such data")


WITH_SCHEDULE_1 = frozenset(
    {Condition.PUBLIC_INTEREST, Condition.SOCIAL_CARE, Condition.STATISTICS, Condition.EMPLOYMENT}
)
"""Conditions that need one of Schedule 1 to the Data Protection Act 2018 too: section 10 of that Act."""

BY_LAW = frozenset({Basis.PUBLIC_TASK, Basis.LEGAL_OBLIGATION})
"""Bases that rest on a law, which the register names: article 6(3)."""


@dataclass(frozen=True)
class Grounds:
    """What allows an activity: as it is proposed here, or as the authority set it."""

    basis: Basis
    law: str
    condition: Condition
    schedule_1: str = ""


@dataclass(frozen=True)
class Processing:
    """One activity as the service does it, and what is proposed as its grounds."""

    why: str
    whose: str
    what: str
    who_receives: str
    proposed: Grounds
    kept: tuple[RecordKind, ...] = ()
    """The rules by which it is kept; none: no rule of this service says when it goes."""


_FAMILIES = N_("Children, their parents and carers, whoever lives with or helps them")
_OF_A_FAMILY = N_(
    "Names, dates of birth, addresses, how people are related, school, language, ethnicity, disability and health as "
    "far as they matter, what worries and what helps, offences where somebody tells of them"
)
_SAFEGUARDING = N_("Paragraph 18: safeguarding of children and of individuals at risk")
_SOCIAL_CARE = N_("Paragraph 2: health or social care purposes")

ACTIVITIES: Mapping[Activity, Processing] = MappingProxyType(
    {
        Activity.FRONT_DOOR: Processing(
            N_("To decide which help a family is offered, and to tell whoever asked."),
            N_("Children and parents of whom somebody tells, and whoever asks for help for them"),
            _OF_A_FAMILY,
            N_("Partners who are asked for their view of this request; a case’s lead where one is open"),
            Grounds(
                Basis.PUBLIC_TASK,
                N_("Children Act 2004, sections 10 and 11; Children Act 1989, section 17 and Schedule 2"),
                Condition.PUBLIC_INTEREST,
                _SAFEGUARDING,
            ),
            (RecordKind.REQUEST, RecordKind.HELPED),
        ),
        Activity.FAMILY_HELP: Processing(
            N_("To find out with a family what helps, to agree on a plan, to see whether it does, and to end well."),
            _FAMILIES,
            _OF_A_FAMILY,
            N_("The family itself; partners who have a part in the plan, as far as is decided for each agency"),
            Grounds(
                Basis.PUBLIC_TASK,
                N_("Children Act 2004, sections 10 and 11; Children Act 1989, section 17 and Schedule 2"),
                Condition.SOCIAL_CARE,
                _SOCIAL_CARE,
            ),
            (RecordKind.HELPED, RecordKind.RECORD),
        ),
        Activity.SAFEGUARDING: Processing(
            N_("To have a child protected at once."),
            _FAMILIES,
            _OF_A_FAMILY,
            N_("Statutory social care; the police where they are called"),
            Grounds(
                Basis.LEGAL_OBLIGATION,
                N_("Children Act 1989, section 47; Children Act 2004, section 11"),
                Condition.PUBLIC_INTEREST,
                _SAFEGUARDING,
            ),
            (RecordKind.HELPED, RecordKind.REQUEST),
        ),
        Activity.SHARING: Processing(
            N_("So that those who help the same family help it together. Each decision is on the family’s record."),
            _FAMILIES,
            N_("What the decision to share names; never restricted notes or an address that is kept from somebody"),
            N_("The agency that the decision names: schools, health, police, housing, voluntary organisations"),
            Grounds(
                Basis.PUBLIC_TASK,
                N_("Children Act 2004, sections 10 and 11"),
                Condition.PUBLIC_INTEREST,
                _SAFEGUARDING,
            ),
            (RecordKind.HELPED,),
        ),
        Activity.KNOWING: Processing(
            N_("To know at once whether a family is held already, and that two records are one person."),
            N_("Everybody who is held, and people of the authority’s register that was taken over"),
            N_("Names, dates of birth, addresses, telephone numbers, NHS number and unique pupil number"),
            N_("Nobody outside. A machine only suggests: a person decides"),
            Grounds(
                Basis.PUBLIC_TASK,
                N_("Children Act 2004, sections 10 and 11"),
                Condition.NOT_HELD,
            ),
            (RecordKind.HELPED, RecordKind.REQUEST, RecordKind.RECORD),
        ),
        Activity.TELLING: Processing(
            N_("To send a family its plan, questions and dates, and partners what they are asked for."),
            N_("Families and partners, by the address they gave"),
            N_("An address or telephone number, a link; never what is on the record"),
            N_("Whoever carries e-mail and text messages for the authority"),
            Grounds(
                Basis.PUBLIC_TASK,
                N_("Children Act 2004, sections 10 and 11"),
                Condition.NOT_HELD,
            ),
            (RecordKind.HELPED, RecordKind.REQUEST),
        ),
        Activity.HEARING: Processing(
            N_("To answer a complaint, and to learn from what families say."),
            _FAMILIES,
            N_("What they said, who answered what; answers to questions without a name where they chose so"),
            N_("The ombudsman, where a family turns to it"),
            Grounds(
                Basis.LEGAL_OBLIGATION,
                N_("Children Act 1989, section 26; Local Government Act 1974, part III"),
                Condition.PUBLIC_INTEREST,
                N_("Paragraph 6: statutory and government purposes"),
            ),
            (RecordKind.HELPED,),
        ),
        Activity.OVERSEEING: Processing(
            N_("So that practice is safe and gets better."),
            N_("Those who work with families, and the families whose help is looked at"),
            N_("What was discussed and decided, grades; private words of a supervision for the two alone"),
            N_("Nobody outside"),
            Grounds(
                Basis.PUBLIC_TASK,
                N_("Children Act 2004, section 11"),
                Condition.SOCIAL_CARE,
                _SOCIAL_CARE,
            ),
        ),
        Activity.FIGURES: Processing(
            N_("To know whether help reaches families and what it costs, and to make the returns that are asked for."),
            _FAMILIES,
            N_("Dates, ages, ethnicity, disability, outcomes and costs without names; small numbers are hidden"),
            N_("The Department for Education; whoever reads a report of the authority"),
            Grounds(
                Basis.LEGAL_OBLIGATION,
                N_("Children Act 1989, section 83"),
                Condition.STATISTICS,
                N_("Paragraph 4: research and statistics"),
            ),
        ),
        Activity.STAFF: Processing(
            N_("To let in whoever should be let in, to see who looked at what, and to see who carries how much."),
            N_("Practitioners of the authority and of its partners"),
            N_("Name, work address, team and role, signing in, what they opened and did, leave"),
            N_("Nobody outside"),
            Grounds(
                Basis.LEGAL_OBLIGATION,
                N_("UK GDPR, articles 5(1)(f) and 32"),
                Condition.NOT_HELD,
            ),
        ),
    }
)

REVIEW_WITHIN = 731
"""Within how many days somebody looks at a row again."""


def missing(grounds: Grounds, because: str, review_on: date | None, today: date) -> Iterator[Sentence]:
    """What is wrong with what an authority says, in sentences."""
    if grounds.basis in BY_LAW and not grounds.law.strip():
        yield say(N_("Name the law that gives the authority this task or duty."), "law")
    if grounds.condition in WITH_SCHEDULE_1 and not grounds.schedule_1.strip():
        sentence = N_("Name the condition of Schedule 1 to the Data Protection Act 2018 that this one needs.")
        yield say(sentence, "schedule_1")
    if not because.strip():
        yield say(N_("Say who decided this, and where it is laid down."), "because")
    if review_on is None or not today < review_on <= today + timedelta(days=REVIEW_WITHIN):
        yield say(N_("Say by when somebody looks at it again: within two years."), "review_on")
