"""Numbers and postcodes that people hold: whether each can be what it says."""

from __future__ import annotations

import re

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from stdnum.gb import nhs, upn

from .words import N_, Sentence, say

_POSTCODE = re.compile(r"GIR0AA|ZZ99[0-9][A-Z]{2}|[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][ABD-HJLNP-UW-Z]{2}")
"""Without its space. ZZ99 stands for no fixed home, abroad or not known, and keeps to no other rule."""
_UPN = re.compile(r"[A-HJ-NP-RT-Z][0-9]{11}[0-9A-HJ-NP-RT-Z]")


def read_nhs_number(text: str) -> str | None:
    """The ten digits of an NHS number (modulus 11), or None where it cannot be one."""
    digits = str(nhs.compact(text))
    return digits if nhs.is_valid(digits) and len(set(digits)) > 1 else None


def nhs_number_problem(text: str) -> Sentence | None:
    """Why a text is no NHS number, or None."""
    if read_nhs_number(text):
        return None
    return say(N_("An NHS number has 10 digits, like 943 476 5919, and the last one checks the others."))


def read_upn(text: str) -> str | None:
    """The 13 characters of a unique pupil number (check letter modulus 23), or None."""
    compact = str(upn.compact(text)).upper()
    # Only the form and the check letter count: authorities merge, and pupils keep the code of the one that gave it.
    if not _UPN.fullmatch(compact) or upn.calc_check_digit(compact[1:]) != compact[0]:
        return None
    return compact


def upn_problem(text: str) -> Sentence | None:
    """Why a text is no unique pupil number, or None."""
    if read_upn(text):
        return None
    return say(
        N_("A unique pupil number has 13 characters, like A950000178301, and its first letter checks the others.")
    )


def read_postcode(text: str) -> str | None:
    """A postcode with its space, or None where the text has not the form of one."""
    compact = "".join(text.upper().split())
    if not compact or not _POSTCODE.fullmatch(compact):
        return None
    return f"{compact[:-3]} {compact[-3:]}"


def postcode_problem(text: str) -> Sentence | None:
    """Why a text is no postcode, or None."""
    return None if read_postcode(text) else say(N_("A full UK postcode looks like ZZ99 3VZ."))


def read_uprn(text: str) -> str | None:
    """A unique property reference number: a text of 1 to 12 digits, without the zeros some write before it."""
    digits = "".join(text.split()).lstrip("0")
    return digits if digits.isascii() and digits.isdigit() and len(digits) <= 12 else None


def uprn_problem(text: str) -> Sentence | None:
    """Why a text is no unique property reference number, or None."""
    return None if read_uprn(text) else say(N_("A unique property reference number has up to 12 digits."))


def email_problem(text: str) -> Sentence | None:
    """Why a text is no e-mail address, or None. Nothing is asked of the network."""
    try:
        validate_email(text, check_deliverability=False)
    except EmailNotValidError:
        return say(N_("An e-mail address looks like name@example.org."))
    return None


def phone_problem(text: str) -> Sentence | None:
    """Why a text is no phone number, or None."""
    try:
        possible = phonenumbers.is_possible_number(phonenumbers.parse(text, "GB"))
    except phonenumbers.NumberParseException:
        possible = False
    return None if possible else say(N_("A phone number looks like 01632 960 001 or +44 7700 900 982."))
