"""The words for people in a family: who they are to it, sex, ethnicity (DfE codes) and disability."""

from __future__ import annotations

from datetime import date

from .words import N_, Word


class FamilyRole(Word):
    """Who a person is in a family."""

    CHILD = "child", N_("Child")
    PARENT = "parent", N_("Parent or carer")
    ADULT = "adult", N_("Another adult of the home")
    NETWORK = "network", N_("Family network")


class Sex(Word):
    """Sex as recorded at birth; U for a child not yet born."""

    MALE = "M", N_("Male")
    FEMALE = "F", N_("Female")
    UNBORN = "U", N_("Not yet born or not known")


class Disability(Word):
    """What a disability affects, in the Department for Education's codes. NONE stands alone."""

    NONE = "NONE", N_("No disability")
    MOB = "MOB", N_("Mobility")
    HAND = "HAND", N_("Use of the hands")
    PC = "PC", N_("Personal care")
    INC = "INC", N_("Incontinence")
    COMM = "COMM", N_("Communication")
    LD = "LD", N_("Learning")
    HEAR = "HEAR", N_("Hearing")
    VIS = "VIS", N_("Vision")
    BEH = "BEH", N_("Behaviour")
    CON = "CON", N_("Consciousness")
    AUT = "AUT", N_("Autism")
    DDA = "DDA", N_("Another disability under the Equality Act")


class Ethnicity(Word):
    """Ethnic background, in the Department for Education's codes."""

    WBRI = "WBRI", N_("White British")
    WIRI = "WIRI", N_("White Irish")
    WIRT = "WIRT", N_("Traveller of Irish heritage")
    WROM = "WROM", N_("Gypsy or Roma")
    WOTH = "WOTH", N_("Any other White background")
    MWBC = "MWBC", N_("White and Black Caribbean")
    MWBA = "MWBA", N_("White and Black African")
    MWAS = "MWAS", N_("White and Asian")
    MOTH = "MOTH", N_("Any other mixed background")
    AIND = "AIND", N_("Indian")
    APKN = "APKN", N_("Pakistani")
    ABAN = "ABAN", N_("Bangladeshi")
    CHNE = "CHNE", N_("Chinese")
    AOTH = "AOTH", N_("Any other Asian background")
    BCRB = "BCRB", N_("Caribbean")
    BAFR = "BAFR", N_("African")
    BOTH = "BOTH", N_("Any other Black background")
    OOTH = "OOTH", N_("Any other ethnic group")
    REFU = "REFU", N_("Did not wish to say")
    NOBT = "NOBT", N_("Not yet asked")


def going_by(forename: str, surname: str, known_as: str | None) -> str:
    """The name a person goes by, known-as first."""
    return f"{known_as or forename} {surname}".strip()


def whole_years(born: date | None, day: date) -> int | None:
    """How old somebody is on a day; None where the date of birth is not known or lies ahead."""
    if born is None or born > day:
        return None
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
