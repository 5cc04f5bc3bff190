"""The Standard Safeguarding Dataset: the tables that this service can fill, each field with its type, size and key.

Names, types and sizes are those of the sector's published specification; a field that is not held stays empty."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .sheets import harmless


@dataclass(frozen=True)
class Field:
    """One field: text of at most `size` characters, a day (`datetime`), a whole number (`int`) or a `float`."""

    name: str
    size: int = 0
    kind: str = "nvarchar"
    key: bool = False
    refers_to: str = ""


def _id(name: str) -> Field:
    return Field(name, 48, key=True)


def _person(name: str) -> Field:
    return Field(name, 48, refers_to="ssd_person.pers_person_id")


def _text(name: str, size: int) -> Field:
    return Field(name, size)


def _day(name: str) -> Field:
    return Field(name, kind="datetime")


TABLES: dict[str, tuple[Field, ...]] = {
    "ssd_person": (
        _id("pers_person_id"),
        _text("pers_forename", 255),
        _text("pers_surname", 255),
        _text("pers_sex", 20),
        _text("pers_gender", 10),
        _text("pers_ethnicity", 48),
        _day("pers_dob"),
        _text("pers_common_child_id", 48),
        _text("pers_legacy_id", 48),
        _text("pers_upn_unknown", 6),
        _text("pers_send_flag", 1),
        _day("pers_expected_dob"),
        _day("pers_death_date"),
        _text("pers_is_mother", 1),
        _text("pers_nationality", 48),
    ),
    "ssd_family": (_text("fami_table_id", 48), _id("fami_family_id"), _person("fami_person_id")),
    "ssd_address": (
        _id("addr_table_id"),
        _text("addr_address_json", 1000),
        _person("addr_person_id"),
        _text("addr_address_type", 48),
        _day("addr_address_start_date"),
        _day("addr_address_end_date"),
        _text("addr_address_postcode", 15),
    ),
    "ssd_disability": (_person("disa_person_id"), _id("disa_table_id"), _text("disa_disability_code", 48)),
    "ssd_contacts": (
        _id("cont_contact_id"),
        _person("cont_person_id"),
        _day("cont_contact_date"),
        _text("cont_contact_source_code", 48),
        _text("cont_contact_source_desc", 255),
        _text("cont_contact_outcome_json", 4000),
    ),
    "ssd_early_help_episodes": (
        _id("earl_episode_id"),
        _person("earl_person_id"),
        _day("earl_episode_start_date"),
        _day("earl_episode_end_date"),
        _text("earl_episode_reason", 100),
        _text("earl_episode_end_reason", 100),
        _text("earl_episode_organisation", 100),
        Field("earl_episode_worker_id", 100, refers_to="ssd_professionals.prof_professional_id"),
    ),
    "ssd_involvements": (
        _text("invo_involvements_id", 48),
        Field("invo_professional_id", 48, refers_to="ssd_professionals.prof_professional_id"),
        _text("invo_professional_role_id", 200),
        Field("invo_professional_team", 48, refers_to="ssd_department.dept_team_id"),
        _day("invo_involvement_start_date"),
        _day("invo_involvement_end_date"),
        _text("invo_worker_change_reason", 200),
        _person("invo_person_id"),
        _text("invo_referral_id", 48),
    ),
    "ssd_professionals": (
        _id("prof_professional_id"),
        _text("prof_staff_id", 48),
        _text("prof_professional_name", 300),
        _text("prof_social_worker_registration_no", 48),
        _text("prof_professional_job_title", 500),
        Field("prof_professional_caseload", 5, kind="int"),
        _text("prof_professional_department", 100),
        Field("prof_full_time_equivalency", 4, kind="float"),
        _text("prof_agency_worker_flag", 1),
    ),
    "ssd_department": (
        _id("dept_team_id"),
        _text("dept_team_name", 255),
        _text("dept_team_parent_id", 48),
        _text("dept_team_parent_name", 255),
    ),
    "ssd_immigration_status": (
        _person("immi_person_id"),
        _id("immi_immigration_status_id"),
        _text("immi_immigration_status", 48),
        _day("immi_immigration_status_start_date"),
        _day("immi_immigration_status_end_date"),
    ),
    "ssd_voice_of_child": (
        _id("voch_table_id"),
        _person("voch_person_id"),
        _text("voch_explained_worries", 1),
        _text("voch_story_help_understand", 1),
        _text("voch_agree_worker", 1),
        _text("voch_plan_safe", 1),
        _text("voch_tablet_help_explain", 1),
    ),
}
NOT_HELD = {"ssd_immigration_status", "ssd_voice_of_child"}
"""Tables with nothing below their heads: early help records no immigration status, and hears children in their own
words, not by the yes and no of these five questions."""

ADDRESS_KEYS = ("ROOM", "FLOOR", "FLAT", "BUILDING", "HOUSE", "STREET", "TOWN", "UPRN", "EASTING", "NORTHING")
"""Every key of an address, there whatever is held."""
OUTCOME_FLAGS = (
    "NEW_REFERRAL_FLAG",
    "EXISTING_REFERRAL_FLAG",
    "CP_ENQUIRY_FLAG",
    "NFA_FLAG",
    "NON_AGENCY_ADOPTION_FLAG",
    "PRIVATE_FOSTERING_FLAG",
    "ADVICE_FLAG",
    "MISSING_FLAG",
    "OLA_CP_FLAG",
    "OTHER_OUTCOMES_EXIST_FLAG",
)
"""Every flag of what came of a contact."""
GENDER_UNKNOWN = "00"


def written(field: Field, value: str | int | date | None) -> str:
    """A value as its field holds it: days as 2026-03-31T00:00:00, texts no longer than the field and no formula."""
    if value is None:
        return ""
    if field.kind == "datetime":
        if not isinstance(value, date):
            raise ValueError(f"{field.name} is a day")
        return f"{value:%Y-%m-%d}T00:00:00"
    if field.kind == "int":
        return str(int(str(value)))
    return harmless(str(value))[: field.size]
