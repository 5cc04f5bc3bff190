"""The chronology: every kind of event with its sentence, and the digest that chains each event to the last."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from .words import N_, Scalar, Word


class Subject(Word):
    """What an event happened to. Each subject has a chronology of its own."""

    CASE = "case", N_("Case")
    CONTACT = "contact", N_("Request for help")
    FAMILY = "family", N_("Family")
    PERSON = "person", N_("Person")
    PRACTITIONER = "practitioner", N_("Practitioner")
    DATASET = "dataset", N_("Dataset")
    PRACTICE_MODEL = "practice_model", N_("Practice model")
    SELF_EVALUATION = "self_evaluation", N_("Self-evaluation")
    EXPORT = "export", N_("Export")
    SUPERVISION = "supervision", N_("Supervision")
    GROUP_SUPERVISION = "group_supervision", N_("Group supervision")
    COMPLAINT = "complaint", N_("Compliment or complaint")
    THEME = "theme", N_("Learning theme")
    AUDIT = "audit", N_("Practice audit")
    AUDIT_ROUND = "audit_round", N_("Round of audits")
    AUDIT_TOOL = "audit_tool", N_("Audit tool")
    AUDIT_ACTION = "audit_action", N_("Action from an audit")
    QUARTERLY_REPORT = "quarterly_report", N_("Quarterly report")
    AGENCY = "agency", N_("Agency")


class EventKind(Word):
    """What happened: the slug is the deed in the past, the label is the sentence that tells it."""

    RECEIVED = "received", N_("%(by)s recorded a request for help from %(source)s")
    ASKED_IN_PUBLIC = "asked_in_public", N_("%(who)s asked for help on the public page (%(source)s)")
    CONTACT_CHANGED = "contact_changed", N_("%(by)s corrected the request for help")
    MATCHED = "matched", N_("%(by)s matched %(person)s to a person already held")
    PERSON_CREATED = "person_created", N_("%(by)s added %(person)s as a new person")
    UNMATCHED = "unmatched", N_("%(by)s took back the match of %(person)s")
    URGENCY_CHANGED = "urgency_changed", N_("%(by)s changed the urgency to “%(urgency)s”")
    CLAIMED = "claimed", N_("%(by)s took the request for help in hand")
    RELEASED = "released", N_("%(by)s gave the request for help back to the queue")
    DECIDED = "decided", N_("%(by)s decided: %(outcome)s, level of need %(level)s")
    ACKNOWLEDGED = (
        "acknowledged",
        N_("%(by)s recorded that %(who)s in statutory social care has taken this on"),
    )
    CAME_BACK = "came_back", N_("%(by)s recorded the answer to what was missing; the request is back in the queue")
    TOLD = "told", N_("%(by)s told what was decided: %(whom)s, %(how)s")
    OUTCOME_READ = "outcome_read", N_("%(who)s said, by the link in our message, that they read it")
    MISSING_ANSWERED = (
        "missing_answered",
        N_("%(who)s answered what was missing, by the link in our message; the request is back in the queue"),
    )
    VIEW_ASKED = "view_asked", N_("%(by)s asked %(who)s for their view, by %(due_on)s")
    PARTNER_VIEW_GIVEN = "partner_view_given", N_("%(who)s gave their view (%(verified)s)")
    CONTRIBUTION_ASKED = (
        "contribution_asked",
        N_("%(by)s asked %(who)s for a contribution to meeting %(number)s, by %(due_on)s"),
    )
    CONTRIBUTION_GIVEN = (
        "contribution_given",
        N_("%(who)s gave a contribution to meeting %(number)s (%(verified)s)"),
    )
    CONTRIBUTION_CAME_AFTER = (
        "contribution_came_after",
        N_("%(who)s gave a contribution after meeting %(number)s (%(verified)s)"),
    )
    SCREENED = "screened", N_("%(by)s screened the request for help")
    DECISION_PROPOSED = (
        "decision_proposed",
        N_("%(by)s decided, for a manager to sign off: %(outcome)s, level of need %(level)s"),
    )
    DECISION_SIGNED_OFF = "decision_signed_off", N_("%(by)s signed the decision off")
    DECISION_SENT_BACK = "decision_sent_back", N_("%(by)s sent the decision back")
    PASSED_ON = "passed_on", N_("%(by)s told statutory social care at once")
    FAMILY_CREATED = "family_created", N_("%(by)s started the record of the family")
    MEMBER_ADDED = "member_added", N_("%(by)s added %(person)s to the family as %(role)s")
    MEMBER_ENDED = "member_ended", N_("%(by)s recorded that %(person)s no longer belongs to the family")
    HELP_WRITTEN = "help_written", N_("%(by)s wrote how %(person)s can help")
    CHILD_BORN = "child_born", N_("%(by)s recorded that %(person)s was born")
    DEATH_RECORDED = "death_recorded", N_("%(by)s recorded that %(person)s has died")
    DEATH_TAKEN_BACK = (
        "death_taken_back",
        N_("%(by)s took back that %(person)s has died: it was recorded by mistake"),
    )
    KEPT_FROM = (
        "kept_from",
        N_("%(by)s recorded that %(other)s must not learn where %(person)s lives or how to reach them"),
    )
    KEPT_NO_LONGER = (
        "kept_no_longer",
        N_("%(by)s recorded that where %(person)s lives is no longer kept from %(other)s"),
    )
    RELATIONSHIP_RECORDED = (
        "relationship_recorded",
        N_("%(by)s recorded how %(person)s and %(other)s are related (%(kin)s)"),
    )
    RELATIONSHIP_CORRECTED = (
        "relationship_corrected",
        N_("%(by)s corrected how %(person)s and %(other)s are related (%(kin)s)"),
    )
    RELATIONSHIP_ENDED = (
        "relationship_ended",
        N_("%(by)s recorded the end of a relationship of %(person)s and %(other)s (%(kin)s)"),
    )
    RESPONSIBILITY_RECORDED = (
        "responsibility_recorded",
        N_("%(by)s recorded that %(who)s holds parental responsibility for %(person)s (%(ground)s)"),
    )
    RESPONSIBILITY_CORRECTED = (
        "responsibility_corrected",
        N_("%(by)s corrected the parental responsibility of %(who)s for %(person)s (%(ground)s)"),
    )
    RESPONSIBILITY_ENDED = (
        "responsibility_ended",
        N_("%(by)s recorded the end of the parental responsibility of %(who)s for %(person)s (%(ground)s)"),
    )
    PERSON_CHANGED = "person_changed", N_("%(by)s changed what is held about %(person)s")
    PEOPLE_MERGED = "people_merged", N_("%(by)s merged a second record of %(person)s (%(code)s) into this one")
    MERGED_INTO = "merged_into", N_("%(by)s merged this record into another of %(person)s (%(code)s)")
    MERGE_UNDONE = "merge_undone", N_("%(by)s undid the merge of two records of %(person)s (%(code)s)")
    EVERYTHING_HELD_TAKEN = "everything_held_taken", N_("%(by)s put together everything held about %(person)s")
    RETENTION_SET = (
        "retention_set",
        N_("%(by)s set how long it is kept (%(record)s): %(years)s years; until which birthday: %(birthday)s"),
    )
    GROUNDS_SET = "grounds_set", N_("%(by)s set what allows “%(activity)s”: %(allowed)s; %(law)s")
    HOLD_PLACED = (
        "hold_placed",
        N_("%(by)s put everything held about the family on legal hold, to be looked at again by %(first_day)s"),
    )
    HOLD_GOES_ON = "hold_goes_on", N_("%(by)s said that the legal hold goes on, until %(first_day)s at least")
    HOLD_LIFTED = "hold_lifted", N_("%(by)s lifted the legal hold")
    DISPOSAL_PROPOSED = "disposal_proposed", N_("%(by)s proposed to dispose of this record (%(disposal)s)")
    DISPOSAL_REFUSED = "disposal_refused", N_("%(by)s decided that this record stays (%(disposal)s)")
    DISPOSED = (
        "disposed",
        N_("%(by)s approved that this record was disposed of (%(disposal)s), which %(person)s had proposed"),
    )
    SAID_APART = "said_apart", N_("%(by)s said that this is not the same person as %(person)s (%(code)s)")
    OPENED = "opened", N_("%(by)s opened the case in %(team)s")
    REQUEST_ADDED = "request_added", N_("%(by)s added a new request for help to the case")
    ALLOCATED = "allocated", N_("%(by)s gave the case to %(lead)s")
    LEAD_CHANGED = "lead_changed", N_("%(by)s changed the lead from %(before)s to %(lead)s")
    CHECK_INS_PASSED_ON = "check_ins_passed_on", N_("%(by)s gave the check-ins with the family to %(lead)s")
    CONTRIBUTOR_ADDED = "contributor_added", N_("%(by)s added %(person)s to the team around the family")
    SUPPORTER_NAMED = "supporter_named", N_("%(by)s named %(person)s to support the partner who leads")
    CONTRIBUTOR_ENDED = (
        "contributor_ended",
        N_("%(by)s ended the part of %(person)s in the team around the family"),
    )
    SHARED = "shared", N_("%(by)s recorded what is shared with %(agency)s: %(purpose)s")
    SHARED_WITHOUT_AGREEMENT = (
        "shared_without_agreement",
        N_("%(by)s recorded what is shared with %(agency)s: %(purpose)s (%(basis)s)"),
    )
    SHARING_WITHDRAWN = "sharing_withdrawn", N_("%(by)s recorded that sharing with %(agency)s has ended")
    SHARING_ENDED = (
        "sharing_ended",
        N_("%(by)s noted that sharing with %(agency)s has ended: its last day was %(last_day)s"),
    )
    SHARING_EXCLUDED = "sharing_excluded", N_("%(by)s recorded that the family wants nothing shared with %(agency)s")
    SHARING_NO_LONGER_EXCLUDED = (
        "sharing_no_longer_excluded",
        N_("%(by)s recorded that the family no longer rules out sharing with %(agency)s"),
    )
    SHARING_LOOKED_AT = (
        "sharing_looked_at",
        N_("%(by)s looked at what is shared with %(agency)s without the family’s agreement"),
    )
    AGREEMENT_GIVEN = "agreement_given", N_("%(by)s recorded that %(who)s agreed to work together (%(how)s)")
    AGREED_AGAIN = "agreed_again", N_("%(by)s recorded that %(who)s goes on with the new lead (%(how)s)")
    AGREEMENT_REFUSED = "agreement_refused", N_("%(by)s recorded that %(who)s did not agree (%(route)s)")
    AGREEMENT_WITHDRAWN = "agreement_withdrawn", N_("%(by)s recorded that the family withdrew its agreement")
    ASSESSED = "assessed", N_("%(by)s wrote the assessment: %(domain)s")
    VOICE_WRITTEN = "voice_written", N_("%(by)s wrote the assessment: what %(person)s says (%(heard)s)")
    ADVOCACY_OFFERED = (
        "advocacy_offered",
        N_("%(by)s recorded that %(person)s was offered an advocate: %(advocacy)s"),
    )
    LOW_SCORE_EXPLAINED = (
        "low_score_explained",
        N_("%(by)s said why the plan does not take up a low score: %(domain)s"),
    )
    ASSESSMENT_SHARED = "assessment_shared", N_("%(by)s shared the assessment with %(who)s (%(shared)s)")
    ASSESSMENT_ANSWERED = "assessment_answered", N_("%(by)s recorded what the family says to it: %(family_answer)s")
    ASSESSMENT_COMPLETED = "assessment_completed", N_("%(by)s completed the assessment")
    PLAN_STARTED = "plan_started", N_("%(by)s started version %(version)s of the plan")
    OUTCOME_WRITTEN = "outcome_written", N_("%(by)s wrote outcome %(number)s of the plan")
    OUTCOME_REMOVED = "outcome_removed", N_("%(by)s took outcome %(number)s out of the plan in writing")
    ACTION_WRITTEN = "action_written", N_("%(by)s wrote an action under outcome %(number)s")
    ACTION_REMOVED = "action_removed", N_("%(by)s took an action out of outcome %(number)s")
    ONE_MORE_ALLOWED = "one_more_allowed", N_("%(by)s allowed a fourth outcome")
    PLAN_AGREED = (
        "plan_agreed",
        N_("%(by)s recorded that %(who)s agreed version %(version)s of the plan (%(how)s)"),
    )
    ACTION_REPORTED = "action_reported", N_("%(by)s said how an action went: %(state)s")
    LINK_GIVEN = "link_given", N_("%(by)s gave %(who)s a link to %(purpose)s")
    LINK_CODE_GIVEN = "link_code_given", N_("%(by)s gave %(who)s a new code for their link")
    LINK_REVOKED = "link_revoked", N_("%(by)s ended the link of %(who)s")
    LINK_LOCKED = "link_locked", N_("%(by)s locked the link of %(who)s after too many wrong codes")
    LINK_OPENED = "link_opened", N_("%(who)s opened %(purpose)s, by a link and a code")
    FAMILY_SAID = "family_said", N_("%(who)s said on the family’s own page: %(answer)s")
    FAMILY_SCORED = "family_scored", N_("%(who)s gave new scores on the family’s own page")
    OWNER_REPORTED = "owner_reported", N_("%(who)s said how an action went, by a link and a code: %(state)s")
    FAMILY_ANSWERED = "family_answered", N_("%(by)s answered what %(who)s said: %(answer)s")
    COPY_GIVEN = "copy_given", N_("%(by)s gave %(who)s a copy of version %(version)s of the plan (%(how)s)")
    CONTINGENCY_WRITTEN = "contingency_written", N_("%(by)s wrote what to do if things slip")
    MEETING_ARRANGED = "meeting_arranged", N_("%(by)s arranged meeting %(number)s of the team around the family")
    MEETING_CHANGED = "meeting_changed", N_("%(by)s changed meeting %(number)s of the team around the family")
    MEETING_CALLED_OFF = (
        "meeting_called_off",
        N_("%(by)s called off meeting %(number)s of the team around the family"),
    )
    COPIES_GIVEN = "copies_given", N_("%(by)s recorded who was given a copy of review %(number)s: %(who)s")
    FAMILY_MEETING_OFFERED = (
        "family_meeting_offered",
        N_("%(by)s recorded that %(who)s was offered a family meeting to make the family’s own plan"),
    )
    FAMILY_MEETING_HELD = (
        "family_meeting_held",
        N_("%(by)s recorded that the family held its own meeting (%(who)s) and the plan it made"),
    )
    FAMILY_MEETING_DECLINED = (
        "family_meeting_declined",
        N_("%(by)s recorded that the family does not want a meeting of its own now (%(who)s)"),
    )
    REVIEWED = "reviewed", N_("%(by)s recorded review %(number)s: %(decision)s")
    NOTED = "noted", N_("%(by)s wrote a note: %(note)s")
    NOTE_CORRECTED = "note_corrected", N_("%(by)s corrected a note: %(note)s")
    SIGNIFICANT = "significant", N_("Significant event: %(headline)s (%(by)s)")
    SIGNIFICANT_CORRECTED = "significant_corrected", N_("Significant event, corrected: %(headline)s (%(by)s)")
    NOTE_SHARED = "note_shared", N_("%(by)s shared a note with %(who)s: %(note)s")
    FAMILY_COMMENTED = "family_commented", N_("%(by)s wrote down what %(who)s says about a note: %(note)s")
    FOLLOW_UP_ASKED = "follow_up_asked", N_("%(by)s asked %(person)s to follow up a note: %(note)s")
    FOLLOW_UP_ANSWERED = "follow_up_answered", N_("%(by)s answered what a note asked for: %(note)s")
    HANDOVER_READ = "handover_read", N_("%(by)s read the handover note")
    FAMILY_TOLD = "family_told", N_("%(by)s recorded that %(who)s told the family who works with them now (%(how)s)")
    RESTRICTED_NOTED = "restricted_noted", N_("%(by)s wrote a restricted note: %(note)s")
    RESTRICTED_NOTE_CORRECTED = (
        "restricted_note_corrected",
        N_("%(by)s corrected a restricted note: %(note)s"),
    )
    RESTRICTED_SIGNIFICANT = "restricted_significant", N_("%(by)s wrote a restricted note of a significant event")
    RESTRICTED_FOLLOW_UP_ASKED = (
        "restricted_follow_up_asked",
        N_("%(by)s asked %(person)s to follow up a restricted note: %(note)s"),
    )
    RESTRICTED_FOLLOW_UP_ANSWERED = (
        "restricted_follow_up_answered",
        N_("%(by)s answered what a restricted note asked for: %(note)s"),
    )
    ATTACHMENT_ADDED = "attachment_added", N_("%(by)s added an attachment: %(attachment)s")
    ATTACHMENT_REMOVED = "attachment_removed", N_("%(by)s took an attachment away: %(attachment)s")
    RESTRICTED_ATTACHMENT_ADDED = (
        "restricted_attachment_added",
        N_("%(by)s added a restricted attachment: %(attachment)s"),
    )
    RESTRICTED_ATTACHMENT_REMOVED = (
        "restricted_attachment_removed",
        N_("%(by)s took a restricted attachment away: %(attachment)s"),
    )
    STEP_UP_ASKED = "step_up_asked", N_("%(by)s asked for a step-up")
    STEP_DOWN_ASKED = "step_down_asked", N_("%(by)s asked for a step-down")
    PANEL_SET = "panel_set", N_("%(by)s set %(meets_on)s as the day of the panel: %(direction)s")
    PANEL_ADVISED = "panel_advised", N_("%(by)s recorded what the panel said: %(advice)s (%(direction)s)")
    STEP_RECEIVED = "step_received", N_("%(by)s said that the step arrived: %(direction)s")
    STEP_DOWN_HELD = "step_down_held", N_("%(by)s took the step-down in hand at the front door")
    STEP_DOWN_RELEASED = "step_down_released", N_("%(by)s gave the step-down back to the front door’s queue")
    STEP_DOWN_PASSED = "step_down_passed", N_("%(by)s passed the step-down to %(team)s, to name a lead")
    STEP_RECALLED = "step_recalled", N_("%(by)s took the request for a step back")
    STEPPED_UP = "stepped_up", N_("%(by)s accepted the step-up; %(lead)s now leads")
    STEPPED_DOWN = "stepped_down", N_("%(by)s accepted the step-down; %(lead)s now leads")
    STEP_DECLINED = "step_declined", N_("%(by)s declined the step")
    DISAGREEMENT_RAISED = "disagreement_raised", N_("%(by)s raised a professional disagreement with %(who)s")
    DISAGREEMENT_WENT_ON = (
        "disagreement_went_on",
        N_("%(by)s took a professional disagreement to the next stage (%(talks)s); %(person)s holds it"),
    )
    DISAGREEMENT_HANDED_ON = (
        "disagreement_handed_on",
        N_("%(by)s gave a professional disagreement to %(person)s to hold"),
    )
    DISAGREEMENT_ENDED = (
        "disagreement_ended",
        N_("%(by)s recorded how a professional disagreement ended (%(settled)s)"),
    )
    EDGE_FLAGGED = "edge_flagged", N_("%(by)s put the family on the edge-of-care register")
    EDGE_SUPPORTED = "edge_supported", N_("%(by)s recorded support at the edge of care (%(support)s)")
    EDGE_LOOKED_AT = "edge_looked_at", N_("%(by)s recorded what was decided at the edge of care (%(look)s)")
    EDGE_TAKEN_OFF = "edge_taken_off", N_("%(by)s took the family off the edge-of-care register")
    LEGAL_BASIS_SET = "legal_basis_set", N_("%(by)s recorded the legal basis for %(who)s: %(basis)s")
    CLOSED = "closed", N_("%(by)s closed the case: %(reason)s")
    CLOSING_ASKED = "closing_asked", N_("%(by)s asked the manager to close the case: %(reason)s")
    CLOSING_SENT_BACK = "closing_sent_back", N_("%(by)s sent the closing back")
    LATE_PAPER_ADDED = "late_paper_added", N_("%(by)s added a late paper: %(note)s")
    FAMILY_SAID_AFTERWARDS = (
        "family_said_afterwards",
        N_("%(who)s said by a link, for the check-in at %(months)s months: %(answer)s"),
    )
    CHECKED_IN = "checked_in", N_("%(by)s recorded the check-in at %(months)s months: %(result)s")
    RE_ENGAGED = "re_engaged", N_("%(by)s opened a new episode, linked to this one")
    PRACTITIONER_ADDED = "practitioner_added", N_("%(by)s added %(person)s as %(role)s")
    PRACTITIONER_CHANGED = "practitioner_changed", N_("%(by)s changed the account of %(person)s")
    PRACTITIONER_SUSPENDED = "practitioner_suspended", N_("%(by)s suspended the account of %(person)s")
    PRACTITIONER_RESTORED = "practitioner_restored", N_("%(by)s restored the account of %(person)s")
    WARNED_UNUSED = "warned_unused", N_("%(by)s warned %(person)s that nobody has signed in for %(days)s days")
    LEAVE_RECORDED = (
        "leave_recorded",
        N_("%(by)s recorded that %(person)s is away from %(first_day)s to %(last_day)s, covered by %(cover)s"),
    )
    LEAVE_ENDED = "leave_ended", N_("%(by)s ended the absence of %(person)s before its last day")
    CALENDAR_MADE = "calendar_made", N_("%(by)s made an address for their own calendar")
    CALENDAR_ENDED = "calendar_ended", N_("%(by)s ended the address of their own calendar")
    RHYTHM_CHOSEN = "rhythm_chosen", N_("%(by)s chose how often they are told what is due: %(rhythm)s")
    HOURS_SET = "hours_set", N_("%(by)s set the working hours from %(first_day)s on: %(opens)s to %(closes)s")
    SPEND_LINE_SET = (
        "spend_line_set",
        N_("%(by)s set whether “%(line)s” counts as early-help spend: %(counts)s"),
    )
    LEVEL_SET = "level_set", N_("%(by)s set what level of need %(number)s is called: %(name)s")
    CLOCK_SET = (
        "clock_set",
        N_("%(by)s set a clock (%(clock)s) to %(length)s, late after %(late)s (%(unit)s), from %(first_day)s on"),
    )
    COSTS_ASSUMED = (
        "costs_assumed",
        N_(
            "%(by)s wrote down what is assumed of avoided cost: a step-up avoided in %(share_low)s to %(share_high)s "
            "of 100 episodes, at £%(cost_low)s to £%(cost_high)s each"
        ),
    )
    PASSWORD_GIVEN = "password_given", N_("%(by)s gave %(person)s a password to begin with")
    TEAM_ADDED = "team_added", N_("%(by)s added the team %(name)s")
    AGENCY_ADDED = "agency_added", N_("%(by)s added the agency %(name)s")
    AGENCY_CHANGED = "agency_changed", N_("%(by)s corrected the agency %(name)s")
    AGENCY_ENDED = "agency_ended", N_("%(by)s recorded that %(name)s no longer works with us")
    AGENCY_BACK = "agency_back", N_("%(by)s recorded that %(name)s works with us again")
    INVITED = "invited", N_("%(by)s invited %(person)s as %(role)s")
    INVITED_AGAIN = "invited_again", N_("%(by)s sent the invitation of %(person)s again")
    INVITED_FOR_FAMILY = "invited_for_family", N_("%(by)s invited %(person)s (%(agency)s) to help the family")
    INVITATION_WITHDRAWN = "invitation_withdrawn", N_("%(by)s withdrew the invitation of %(person)s")
    INVITATION_ACCEPTED = (
        "invitation_accepted",
        N_("%(who)s accepted the invitation of %(person)s and has an account as %(role)s (%(agency)s)"),
    )
    PASSWORD_SET = "password_set", N_("%(by)s set a new password")
    SIGNED_OUT_EVERYWHERE = "signed_out_everywhere", N_("%(by)s signed out everywhere")
    MODEL_STARTED = "model_started", N_("%(by)s started version %(version)s of the practice model %(name)s")
    MODEL_CHANGED = "model_changed", N_("%(by)s changed what the practice model asks: %(what)s")
    MODEL_USED = "model_used", N_("%(by)s put the practice model %(name)s, version %(version)s, into use")
    EVALUATION_BEGUN = "evaluation_begun", N_("%(by)s began a self-evaluation: %(framework)s")
    VIEW_GIVEN = "view_given", N_("%(by)s gave version %(version)s of their view of %(row)s")
    EVALUATION_FINISHED = "evaluation_finished", N_("%(by)s finished the self-evaluation")
    NEXT_STEP_DONE = "next_step_done", N_("%(by)s recorded that a next step on %(row)s is done")
    FEEDBACK_GIVEN = "feedback_given", N_("%(who)s said on the family’s own page how the help was")
    FEEDBACK_RECORDED = (
        "feedback_recorded",
        N_("%(by)s recorded what the family says about the help (%(respondent)s, %(how)s)"),
    )
    MANAGERS_TOLD = "managers_told", N_("%(by)s told the managers how our way of helping works")
    COMPLAINT_RECEIVED = "complaint_received", N_("%(by)s recorded it (%(complaint)s)")
    COMPLAINT_ACKNOWLEDGED = "complaint_acknowledged", N_("%(by)s recorded that they know that it came")
    COMPLAINT_HANDED = "complaint_handed", N_("%(by)s gave it to %(person)s to answer")
    COMPLAINT_ANSWERED = "complaint_answered", N_("%(by)s answered the complaint: %(found)s")
    THEME_MADE = "theme_made", N_("%(by)s made the theme")
    THEME_CHANGED = "theme_changed", N_("%(by)s changed the theme")
    THEME_SOURCE_ADDED = "theme_source_added", N_("%(by)s added where it comes from (%(theme_source)s)")
    THEME_PUBLISHED = "theme_published", N_("%(by)s published it for families")
    THEME_WITHDRAWN = "theme_withdrawn", N_("%(by)s no longer shows it to families")
    THEME_DONE = "theme_done", N_("%(by)s said what came of it")
    SECOND_STEP_BEGUN = "second_step_begun", N_("%(by)s began to set up a second step of signing in")
    SECOND_STEP_SET = "second_step_set", N_("%(by)s set up a second step of signing in")
    SECOND_STEP_ENDED = "second_step_ended", N_("%(by)s ended their second step of signing in")
    SECOND_STEP_RESET = "second_step_reset", N_("%(by)s took away their second step of signing in")
    PASSKEY_BEGUN = "passkey_begun", N_("%(by)s began to add a passkey")
    PASSKEY_ADDED = "passkey_added", N_("%(by)s added a passkey (%(name)s)")
    PASSKEY_RENAMED = "passkey_renamed", N_("%(by)s renamed a passkey (%(name)s)")
    PASSKEY_REMOVED = "passkey_removed", N_("%(by)s removed a passkey (%(name)s)")
    SINGLE_SIGN_ON_LINKED = "single_sign_on_linked", N_("%(by)s signed in with single sign-on for the first time")
    GLASS_BROKEN = "glass_broken", N_("%(by)s opened the family out of their sight for a reason (%(glass)s)")
    GLASS_REVIEWED = "glass_reviewed", N_("%(by)s reviewed that %(person)s opened the family for a reason: %(verdict)s")
    LOOKS_ASKED = "looks_asked", N_("%(by)s asked them about what they looked at (%(pattern)s) and recorded the answer")
    EXPORTED = "exported", N_("%(by)s took away %(what)s (%(format)s)")
    SUPERVISION_BEGUN = "supervision_begun", N_("%(by)s began supervision with %(person)s")
    SUPERVISION_DISCUSSED = (
        "supervision_discussed",
        N_("%(by)s wrote what was decided for a family on its own record"),
    )
    SUPERVISION_WRITTEN = "supervision_written", N_("%(by)s wrote what stays between the two of them")
    SUPERVISION_FINISHED = "supervision_finished", N_("%(by)s finished supervision with %(person)s")
    GROUP_BEGUN = "group_begun", N_("%(by)s began group supervision with %(count)s workers: %(question)s")
    GROUP_DISCUSSED = "group_discussed", N_("%(by)s wrote what was decided for a family on its own record")
    GROUP_LEARNED = "group_learned", N_("%(by)s wrote what the group learned")
    GROUP_FINISHED = "group_finished", N_("%(by)s finished group supervision")
    AUDIT_TOOL_STARTED = "audit_tool_started", N_("%(by)s started version %(version)s of the audit tool “%(tool)s”")
    AUDIT_TOOL_CHANGED = "audit_tool_changed", N_("%(by)s changed what the audit tool asks: %(domain_name)s")
    AUDIT_TOOL_USED = "audit_tool_used", N_("%(by)s put version %(version)s of the audit tool “%(tool)s” into use")
    AUDIT_ROUND_PLANNED = "audit_round_planned", N_("%(by)s planned a round of audits: %(name)s")
    AUDIT_ROUND_DRAWN = (
        "audit_round_drawn",
        N_("%(by)s drew %(drawn)s cases of %(frame)s, with the seed “%(seed)s” (%(digest)s)"),
    )
    CASE_AUDIT_BEGUN = "case_audit_begun", N_("%(by)s began a practice audit of this case")
    CASE_AUDIT_FINISHED = "case_audit_finished", N_("%(by)s finished a practice audit of this case")
    AUDIT_BEGUN = "audit_begun", N_("%(by)s began the audit")
    AUDIT_GRADED = "audit_graded", N_("%(by)s graded “%(domain_name)s”")
    AUDIT_WORDS_WRITTEN = "audit_words_written", N_("%(by)s wrote what is strong and what the family says")
    AUDIT_REFLECTED = "audit_reflected", N_("%(by)s wrote what they think of their own work")
    AUDIT_FINISHED = "audit_finished", N_("%(by)s finished the audit")
    AUDIT_HANDED_ON = "audit_handed_on", N_("%(by)s gave the audit to %(person)s")
    SECOND_LOOK_ASKED = "second_look_asked", N_("%(by)s asked %(person)s to look a second time, blind")
    GRADES_AGREED = "grades_agreed", N_("%(by)s wrote what the two who graded agreed")
    AUDIT_ACTION_ADDED = "audit_action_added", N_("%(by)s gave %(person)s an action from the audit")
    AUDIT_ACTION_REPORTED = "audit_action_reported", N_("%(by)s said that an action from the audit is done")
    AUDIT_ACTION_CLOSED = "audit_action_closed", N_("%(by)s closed an action from the audit")
    RE_AUDIT_GIVEN = "re_audit_given", N_("%(by)s gave the re-audit to %(person)s")
    REPORT_BEGUN = "report_begun", N_("%(by)s began the report of %(quarter)s with %(count)s figures as they were then")
    REPORT_WRITTEN = "report_written", N_("%(by)s wrote the “so what”")
    PROMISE_MADE = "promise_made", N_("%(by)s wrote a promise of %(owner)s")
    PROMISE_TAKEN_OUT = "promise_taken_out", N_("%(by)s took out a promise of %(owner)s")
    PROMISE_ANSWERED = "promise_answered", N_("%(by)s said what became of a promise of %(owner)s: %(kept)s")
    REPORT_APPROVED = "report_approved", N_("%(by)s approved and published the report of %(quarter)s")
    TRAJECTORY_PLANNED = "trajectory_planned", N_("%(by)s set version %(version)s of the trajectory of “%(measure)s”")
    TRAJECTORY_COMMENTED = "trajectory_commented", N_("%(by)s said how “%(measure)s” goes beside its trajectory")
    MEASURES_CHOSEN = "measures_chosen", N_("%(by)s chose the measures of the scorecard, version %(version)s")
    DATASET_IMPORTED = "dataset_imported", N_("%(by)s imported %(name)s: %(rows)s figures")


RESTRICTED_EVENTS = frozenset(
    {
        EventKind.RESTRICTED_NOTED,
        EventKind.RESTRICTED_NOTE_CORRECTED,
        EventKind.RESTRICTED_SIGNIFICANT,
        EventKind.RESTRICTED_FOLLOW_UP_ASKED,
        EventKind.RESTRICTED_FOLLOW_UP_ANSWERED,
        EventKind.RESTRICTED_ATTACHMENT_ADDED,
        EventKind.RESTRICTED_ATTACHMENT_REMOVED,
        EventKind.SHARED_WITHOUT_AGREEMENT,
        EventKind.SHARING_EXCLUDED,
        EventKind.SHARING_NO_LONGER_EXCLUDED,
        EventKind.SHARING_LOOKED_AT,
    }
)
"""Events that tell of restricted notes and attachments, or of what is shared or not shared and is not for everybody to
know: nobody who may not read restricted notes sees or counts these."""
WITHHELD_EVENTS = frozenset({EventKind.KEPT_FROM, EventKind.KEPT_NO_LONGER})
"""Events that tell what is kept from whom, and why: for whoever may see a withheld address."""
HOLD_EVENTS = frozenset(
    {
        *(EventKind.HOLD_PLACED, EventKind.HOLD_GOES_ON, EventKind.HOLD_LIFTED),
        *(EventKind.DISPOSAL_PROPOSED, EventKind.DISPOSAL_REFUSED),
    }
)
"""Events that tell why nothing held about a family may go, or was to go: for whoever may put it on hold."""
BY_LINK = frozenset(
    {
        EventKind.ASKED_IN_PUBLIC,
        EventKind.MISSING_ANSWERED,
        EventKind.CONTRIBUTION_GIVEN,
        EventKind.CONTRIBUTION_CAME_AFTER,
        EventKind.OUTCOME_READ,
        EventKind.PARTNER_VIEW_GIVEN,
        EventKind.LINK_OPENED,
        EventKind.FAMILY_SAID,
        EventKind.FAMILY_SCORED,
        EventKind.OWNER_REPORTED,
        EventKind.FEEDBACK_GIVEN,
        EventKind.FAMILY_SAID_AFTERWARDS,
        EventKind.INVITATION_ACCEPTED,
    }
)
"""What people do who have no account here, by a link and a code or on the public page: their sentence names them as
`who`."""

SYSTEM = N_("The service")
_PLACEHOLDER = re.compile(r"%\((\w+)\)s")
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def facts_needed(kind: EventKind) -> frozenset[str]:
    """The facts that the sentence of an event kind fills in, besides who did it."""
    return frozenset(_PLACEHOLDER.findall(kind.label)) - {"by"}


def digest(
    *,
    subject: str,
    subject_id: int,
    number: int,
    kind: str,
    at: datetime,
    by_id: int | None,
    because: str | None,
    facts: Mapping[str, Scalar],
    previous: str,
) -> str:
    """SHA-256 (64 hexadecimal characters) over an event and the digest of the one before it."""
    content = [
        subject,
        subject_id,
        number,
        kind,
        at.astimezone(UTC).isoformat(timespec="microseconds"),
        by_id,
        because,
        dict(sorted(facts.items())),
        previous,
    ]
    return hashlib.sha256(_ENCODER.encode(content).encode()).hexdigest()


def seal(left: Iterable[Any]) -> str:
    """SHA-256 over what is left of events whose words were disposed of, in their order: nobody changes them after."""
    content = [
        (one.number, str(one.kind), one.at.astimezone(UTC).isoformat(), one.by_id, one.previous, one.digest)
        for one in left
    ]
    return hashlib.sha256(_ENCODER.encode(content).encode()).hexdigest()
