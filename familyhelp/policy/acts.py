"""MAY: who may do what, and how near they must stand to a record. The whole of it, read by every door."""

from __future__ import annotations

from ..practice.roles import Role
from ..practice.stages import Move
from ..practice.words import N_, Word


class Act(Word):
    """What a person can want to do. Every Move of a case is an act of the same slug."""

    HOME = "home", N_("Home")
    SEE_QUEUE = "see_queue", N_("Requests for help")
    RECEIVE = "receive", N_("Record a request for help")
    SEE_CONTACT = "see_contact", N_("Open a request for help")
    TRIAGE = "triage", N_("Decide a request for help")
    ACKNOWLEDGE = "acknowledge", N_("Record who has taken it on")
    GIVE_VIEW = "give_view", N_("Views you are asked for")
    SEE_LEVELS = "see_levels", N_("Levels of need")
    SET_LEVELS = "set_levels", N_("Set the levels of need")
    SEE_STEP_DOWN = "see_step_down", N_("Open a step-down at the front door")
    HOLD_STEP_DOWN = "hold_step_down", N_("See to a step-down at the front door")
    SIGN_OFF_DECISION = "sign_off_decision", N_("Sign a decision of the front door off")
    SEARCH = "search", N_("Find a family")
    SEE_FAMILY = "see_family", N_("Open a family")
    EDIT_FAMILY = "edit_family", N_("Change what is held about a family")
    TAKE_EVERYTHING_HELD = "take_everything_held", N_("Put together everything held about a person")
    HOLD_RECORDS = "hold_records", N_("Put a family on legal hold")
    SEE_RETENTION = "see_retention", N_("How long records are kept")
    SET_RETENTION = "set_retention", N_("Set how long records are kept")
    SET_PROCESSING = "set_processing", N_("Say what allows what is done with personal data")
    PROPOSE_DISPOSAL = "propose_disposal", N_("Propose that a record is disposed of")
    REVIEW_DISPOSAL = "review_disposal", N_("Decide whether a record is disposed of")
    SEE_DUPLICATES = "see_duplicates", N_("People held twice")
    MERGE_PEOPLE = "merge_people", N_("Merge two records of one person")
    LIST_CASES = "list_cases", N_("Cases")
    SEE_CASE = "see_case", N_("Open a case")
    SEE_RESTRICTED_NOTES = "see_restricted_notes", N_("Read restricted notes")
    CORRECT_ANY_NOTE = "correct_any_note", N_("Correct a note that somebody else wrote")
    SHARE_NOTE = "share_note", N_("Share a note with the family")
    READ_HANDOVER = "read_handover", N_("Mark a handover note as read")
    TELL_FAMILY = "tell_family", N_("Record that the family knows who works with them")
    SEE_JOURNEY = "see_journey", N_("Read a family’s journey")
    CHANGE_TEAM = "change_team", N_("Change the team around the family")
    LIST_STEPS = "list_steps", N_("Steps to answer")
    LIST_DISAGREEMENTS = "list_disagreements", N_("Open disagreements")
    RAISE_DISAGREEMENT = "raise_disagreement", N_("Raise a professional disagreement")
    HOLD_DISAGREEMENT = "hold_disagreement", N_("Carry a professional disagreement on")
    SEE_COHORTS = "see_cohorts", N_("How families fare afterwards")
    LIST_CLOSINGS = "list_closings", N_("Closings to approve")
    SET_LEGAL_BASIS = "set_legal_basis", N_("Record the legal basis")
    SEE_EDGE_REGISTER = "see_edge_register", N_("Edge-of-care register")
    KEEP_EDGE_REGISTER = "keep_edge_register", N_("Keep the edge-of-care register")
    SEE_WORKLOAD = "see_workload", N_("Your teams’ work")
    BREAK_GLASS = "break_glass", N_("Open a family for a reason")
    REVIEW_GLASS = "review_glass", N_("Review who opened a family for a reason")
    SEE_LOOKS = "see_looks", N_("Who looked at what")
    SEE_CLOCKS = "see_clocks", N_("When things are due")
    HAND_OVER = "hand_over", N_("Hand over a worker’s families")
    TAKE_LEAVE = "take_leave", N_("Leave and cover")
    BE_TOLD = "be_told", N_("How you are told")
    SET_CLOCKS = "set_clocks", N_("Set the clocks")
    SEND_STEP = "send_step", N_("Send a step-up to social care by a link")
    HOLD_PANEL = "hold_panel", N_("Bring a step before the panel")
    RECEIVE_STEP = "receive_step", N_("Say that a step arrived")
    SEE_PARTNER_LED = "see_partner_led", N_("Led by partners")
    NAME_SUPPORTER = "name_supporter", N_("Name who supports the partner")
    SEE_SHARING = "see_sharing", N_("Read what is shared with whom")
    KEEP_SHARING = "keep_sharing", N_("Record what is shared with whom")
    SEE_SHARED_WITHOUT = "see_shared_without", N_("Shared without agreement")
    LOOK_AT_SHARING = "look_at_sharing", N_("Look at what is shared without agreement")
    GIVE_LINK = "give_link", N_("Give somebody a link to their page")
    GIVE_COPY = "give_copy", N_("Give the family a copy of the plan")
    ANSWER_FAMILY = "answer_family", N_("Answer what the family says")
    SEE_SCORECARD = "see_scorecard", N_("Balanced scorecard")
    SEE_BEHIND_FIGURES = "see_behind_figures", N_("Families behind the scorecard’s figures")
    ASSUME_COSTS = "assume_costs", N_("What is assumed of avoided cost")
    IMPORT_FIGURES = "import_figures", N_("Import published figures")
    SET_SPEND_LINES = "set_spend_lines", N_("What counts as early-help spend")
    EXPORT_FIGURES = "export_figures", N_("Take figures away")
    TAKE_TABLES = "take_tables", N_("Take a table of a page away")
    SEE_EXPORTS = "see_exports", N_("What left the service")
    SEE_SELF_EVALUATIONS = "see_self_evaluations", N_("Self-evaluations")
    EVALUATE = "evaluate", N_("Take part in a self-evaluation")
    SEE_REPORTS = "see_reports", N_("Quarterly reports")
    WRITE_REPORTS = "write_reports", N_("Write a quarterly report")
    APPROVE_REPORTS = "approve_reports", N_("Approve a quarterly report")
    CHOOSE_MEASURES = "choose_measures", N_("Measures of the scorecard")
    PLAN_TRAJECTORIES = "plan_trajectories", N_("Plan a trajectory")
    SEE_FEEDBACK = "see_feedback", N_("Feedback")
    RECORD_FEEDBACK = "record_feedback", N_("Record feedback")
    TELL_MANAGERS = "tell_managers", N_("Tell the managers how it works")
    HEAR_FAMILIES = "hear_families", N_("What families tell us")
    HEAR_WORKERS = "hear_workers", N_("What workers say")
    SEE_COMPLAINTS = "see_complaints", N_("Compliments and complaints")
    HANDLE_COMPLAINTS = "handle_complaints", N_("Handle a compliment or complaint")
    SEE_THEMES = "see_themes", N_("Learning themes")
    MAKE_THEMES = "make_themes", N_("Make learning themes")
    READ_LEARNING = "read_learning", N_("What we are learning")
    MANAGE_PRACTITIONERS = "manage_practitioners", N_("People and teams")
    SEE_AGENCIES = "see_agencies", N_("Agencies")
    INVITE = "invite", N_("Invite somebody of an agency")
    KEEP_INVITATIONS = "keep_invitations", N_("Withdraw an invitation or send it again")
    MANAGE_MODELS = "manage_models", N_("Practice models")
    SUPERVISE = "supervise", N_("Supervision")
    SEE_SUPERVISION = "see_supervision", N_("Your own supervision")
    PLAN_AUDITS = "plan_audits", N_("Practice audits")
    AUDIT = "audit", N_("Audit a case")
    SEE_AUDIT = "see_audit", N_("Audits that concern you")
    MODERATE = "moderate", N_("Moderate an audit")
    FOLLOW_UP_AUDIT = "follow_up_audit", N_("Follow up an audit")
    HAND_ON_AUDIT = "hand_on_audit", N_("Give an audit to somebody else")
    REFLECT = "reflect", N_("Write about your own work for an audit")
    MANAGE_AUDIT_TOOLS = "manage_audit_tools", N_("Audit tools")
    ALLOCATE = Move.ALLOCATE.value, Move.ALLOCATE.label
    CHANGE_LEAD = Move.CHANGE_LEAD.value, Move.CHANGE_LEAD.label
    RECORD_AGREEMENT = Move.RECORD_AGREEMENT.value, Move.RECORD_AGREEMENT.label
    WITHDRAW_AGREEMENT = Move.WITHDRAW_AGREEMENT.value, Move.WITHDRAW_AGREEMENT.label
    ASSESS = Move.ASSESS.value, Move.ASSESS.label
    COMPLETE_ASSESSMENT = Move.COMPLETE_ASSESSMENT.value, Move.COMPLETE_ASSESSMENT.label
    SHARE_ASSESSMENT = Move.SHARE_ASSESSMENT.value, Move.SHARE_ASSESSMENT.label
    WRITE_PLAN = Move.WRITE_PLAN.value, Move.WRITE_PLAN.label
    ALLOW_ONE_MORE = Move.ALLOW_ONE_MORE.value, Move.ALLOW_ONE_MORE.label
    AGREE_PLAN = Move.AGREE_PLAN.value, Move.AGREE_PLAN.label
    REPORT_ACTION = Move.REPORT_ACTION.value, Move.REPORT_ACTION.label
    REVIEW = Move.REVIEW.value, Move.REVIEW.label
    WRITE_NOTE = Move.WRITE_NOTE.value, Move.WRITE_NOTE.label
    STEP_UP = Move.STEP_UP.value, Move.STEP_UP.label
    STEP_DOWN = Move.STEP_DOWN.value, Move.STEP_DOWN.label
    RECALL_STEP_UP = Move.RECALL_STEP_UP.value, Move.RECALL_STEP_UP.label
    RECALL_STEP_DOWN = Move.RECALL_STEP_DOWN.value, Move.RECALL_STEP_DOWN.label
    ACCEPT_STEP_UP = Move.ACCEPT_STEP_UP.value, Move.ACCEPT_STEP_UP.label
    ACCEPT_STEP_DOWN = Move.ACCEPT_STEP_DOWN.value, Move.ACCEPT_STEP_DOWN.label
    DECLINE_STEP_UP = Move.DECLINE_STEP_UP.value, Move.DECLINE_STEP_UP.label
    DECLINE_STEP_DOWN = Move.DECLINE_STEP_DOWN.value, Move.DECLINE_STEP_DOWN.label
    CLOSE = Move.CLOSE.value, Move.CLOSE.label
    ASK_CLOSING = Move.ASK_CLOSING.value, Move.ASK_CLOSING.label
    APPROVE_CLOSING = Move.APPROVE_CLOSING.value, Move.APPROVE_CLOSING.label
    SEND_BACK_CLOSING = Move.SEND_BACK_CLOSING.value, Move.SEND_BACK_CLOSING.label
    ADD_LATE_PAPER = Move.ADD_LATE_PAPER.value, Move.ADD_LATE_PAPER.label
    CHECK_IN = Move.CHECK_IN.value, Move.CHECK_IN.label
    RE_ENGAGE = Move.RE_ENGAGE.value, Move.RE_ENGAGE.label


class Reach(Word):
    """How near a person must stand to a record for an act."""

    ANY = "any", N_("any that they can see")
    LEADS = "leads", N_("those they lead")
    TEAM = "team", N_("those of their team")


ANY, LEADS, TEAM = Reach.ANY, Reach.LEADS, Reach.TEAM


FD, KW, LP, CO = Role.FRONT_DOOR, Role.KEY_WORKER, Role.LEAD_PROFESSIONAL, Role.CONTRIBUTOR


MA, LI, AN, AD = Role.MANAGER, Role.LIAISON, Role.ANALYST, Role.ADMINISTRATOR


_LEADERS = {KW: LEADS, LP: LEADS, MA: TEAM}


MAY: dict[Act, dict[Role, Reach]] = {
    Act.HOME: dict.fromkeys(Role, ANY),
    Act.SEE_QUEUE: {FD: ANY, MA: ANY, LI: ANY},
    Act.RECEIVE: {FD: ANY},
    Act.SEE_CONTACT: {FD: ANY, MA: ANY, LI: ANY},
    Act.TRIAGE: {FD: ANY},
    Act.ACKNOWLEDGE: {FD: ANY, LI: ANY},
    Act.GIVE_VIEW: {KW: ANY, LP: ANY, CO: ANY, LI: ANY},
    Act.SEE_LEVELS: dict.fromkeys(Role, ANY),
    Act.SET_LEVELS: {AD: ANY},
    Act.SEE_STEP_DOWN: {FD: ANY, MA: ANY, LI: ANY},
    Act.HOLD_STEP_DOWN: {FD: ANY, MA: TEAM},
    Act.SIGN_OFF_DECISION: {MA: ANY},
    Act.SEARCH: {FD: ANY, KW: ANY, MA: ANY, LI: ANY},
    Act.SEE_FAMILY: {FD: ANY, KW: ANY, LP: ANY, CO: ANY, MA: ANY, LI: ANY},
    Act.EDIT_FAMILY: {FD: ANY, KW: LEADS, LP: LEADS, MA: TEAM},
    Act.TAKE_EVERYTHING_HELD: {MA: TEAM},
    # Of whatever team: to keep a record safe from going is no more than to read it.
    Act.HOLD_RECORDS: {MA: ANY},
    Act.SEE_RETENTION: {MA: ANY, AD: ANY},
    Act.SET_RETENTION: {AD: ANY},
    Act.SET_PROCESSING: {AD: ANY},
    # Never the same person (casework/disposals.py).
    Act.PROPOSE_DISPOSAL: {MA: ANY, AD: ANY},
    Act.REVIEW_DISPOSAL: {MA: ANY, AD: ANY},
    Act.SEE_DUPLICATES: {FD: ANY, MA: ANY, AD: ANY},
    Act.MERGE_PEOPLE: {FD: ANY, MA: ANY},
    Act.LIST_CASES: {KW: ANY, LP: ANY, CO: ANY, MA: ANY, LI: ANY},
    # The front door sees no case but one that it opened for a reason.
    Act.SEE_CASE: {FD: ANY, KW: ANY, LP: ANY, CO: ANY, MA: ANY, LI: ANY},
    Act.SEE_RESTRICTED_NOTES: {KW: LEADS, LP: LEADS, MA: TEAM, LI: LEADS},
    Act.CORRECT_ANY_NOTE: {MA: TEAM},
    Act.SHARE_NOTE: _LEADERS | {LI: LEADS},
    Act.READ_HANDOVER: {KW: LEADS, LP: LEADS, MA: LEADS, LI: LEADS},
    Act.TELL_FAMILY: _LEADERS | {LI: LEADS},
    Act.SEE_JOURNEY: {FD: ANY, KW: ANY, LP: ANY, CO: ANY, MA: ANY, LI: ANY},
    Act.CHANGE_TEAM: {KW: LEADS, MA: TEAM},
    Act.LIST_STEPS: {MA: ANY, LI: ANY},
    Act.LIST_DISAGREEMENTS: {KW: ANY, LP: ANY, MA: ANY, LI: ANY},
    Act.RAISE_DISAGREEMENT: {KW: ANY, LP: ANY, MA: ANY, LI: ANY},
    Act.HOLD_DISAGREEMENT: {KW: ANY, LP: ANY, MA: TEAM, LI: ANY},
    Act.SEE_COHORTS: {MA: ANY, AN: ANY},
    Act.LIST_CLOSINGS: {MA: ANY},
    Act.SET_LEGAL_BASIS: _LEADERS | {LI: LEADS},
    Act.SEE_EDGE_REGISTER: {MA: ANY, LI: ANY},
    Act.KEEP_EDGE_REGISTER: _LEADERS | {LI: LEADS},
    Act.SEE_WORKLOAD: {MA: ANY},
    Act.BREAK_GLASS: {FD: ANY, MA: ANY},
    Act.REVIEW_GLASS: {MA: ANY},
    Act.SEE_LOOKS: {MA: TEAM},
    Act.SEE_CLOCKS: dict.fromkeys(Role, ANY),
    Act.HAND_OVER: {MA: ANY},
    Act.TAKE_LEAVE: {KW: ANY, LP: ANY, MA: ANY, LI: ANY},
    Act.BE_TOLD: dict.fromkeys(Role, ANY),
    Act.SET_CLOCKS: {AD: ANY},
    Act.SEND_STEP: _LEADERS,
    Act.HOLD_PANEL: {LI: ANY, MA: TEAM},
    Act.RECEIVE_STEP: {LI: ANY, MA: TEAM},
    Act.SEE_PARTNER_LED: {MA: ANY},
    Act.NAME_SUPPORTER: {MA: TEAM},
    Act.SEE_SHARING: {KW: ANY, LP: LEADS, MA: ANY, LI: ANY},
    Act.KEEP_SHARING: _LEADERS | {LI: LEADS},
    Act.SEE_SHARED_WITHOUT: {MA: ANY},
    Act.LOOK_AT_SHARING: {MA: TEAM},
    Act.GIVE_LINK: _LEADERS | {LI: LEADS},
    Act.GIVE_COPY: _LEADERS | {LI: LEADS},
    Act.ANSWER_FAMILY: _LEADERS | {LI: LEADS},
    Act.SEE_SCORECARD: {MA: ANY, AN: ANY},
    Act.SEE_BEHIND_FIGURES: {MA: ANY},
    Act.ASSUME_COSTS: {AN: ANY, AD: ANY},
    Act.IMPORT_FIGURES: {MA: ANY, AN: ANY, AD: ANY},
    Act.SET_SPEND_LINES: {AN: ANY, AD: ANY},
    Act.EXPORT_FIGURES: {MA: ANY, AN: ANY},
    Act.TAKE_TABLES: dict.fromkeys(Role, ANY),
    Act.SEE_EXPORTS: {MA: ANY, AD: ANY},
    Act.SEE_SELF_EVALUATIONS: {MA: ANY, AN: ANY},
    Act.EVALUATE: {MA: ANY, AN: ANY},
    Act.SEE_REPORTS: {MA: ANY, AN: ANY},
    Act.WRITE_REPORTS: {MA: ANY, AN: ANY},
    Act.APPROVE_REPORTS: {MA: ANY},
    Act.CHOOSE_MEASURES: {AN: ANY, AD: ANY},
    Act.PLAN_TRAJECTORIES: {MA: ANY, AN: ANY},
    Act.SEE_FEEDBACK: {KW: ANY, LP: ANY, CO: ANY, MA: ANY, LI: ANY},
    Act.RECORD_FEEDBACK: _LEADERS | {LI: LEADS},
    Act.TELL_MANAGERS: {FD: ANY, KW: ANY, LP: ANY, CO: ANY, LI: ANY},
    Act.HEAR_FAMILIES: {MA: ANY, AN: ANY},
    Act.HEAR_WORKERS: {MA: ANY},
    Act.SEE_COMPLAINTS: {MA: ANY},
    Act.HANDLE_COMPLAINTS: {MA: ANY},
    Act.SEE_THEMES: {MA: ANY},
    Act.MAKE_THEMES: {MA: ANY},
    Act.READ_LEARNING: {FD: ANY, KW: ANY, LP: ANY, CO: ANY, MA: ANY, LI: ANY, AN: ANY},
    Act.MANAGE_PRACTITIONERS: {AD: ANY},
    Act.SEE_AGENCIES: {MA: ANY, AD: ANY},
    # An administrator invites for an agency and sees no family; a manager invites for a family of their teams.
    Act.INVITE: {MA: TEAM, AD: ANY},
    Act.KEEP_INVITATIONS: {MA: ANY, AD: ANY},
    Act.MANAGE_MODELS: {AD: ANY},
    Act.SUPERVISE: {MA: ANY},
    Act.SEE_SUPERVISION: {MA: ANY, KW: ANY, LP: ANY},
    Act.PLAN_AUDITS: {MA: ANY},
    Act.AUDIT: {MA: ANY},
    Act.SEE_AUDIT: {MA: ANY, KW: ANY, LP: ANY, LI: ANY},
    Act.MODERATE: {MA: ANY},
    Act.FOLLOW_UP_AUDIT: {MA: ANY},
    Act.HAND_ON_AUDIT: {MA: ANY},
    Act.REFLECT: {MA: ANY, KW: ANY, LP: ANY, LI: ANY},
    Act.MANAGE_AUDIT_TOOLS: {AD: ANY},
    Act.ALLOCATE: {MA: TEAM},
    Act.CHANGE_LEAD: {MA: TEAM},
    Act.RECORD_AGREEMENT: _LEADERS,
    Act.WITHDRAW_AGREEMENT: _LEADERS,
    Act.ASSESS: _LEADERS,
    Act.COMPLETE_ASSESSMENT: _LEADERS,
    Act.SHARE_ASSESSMENT: _LEADERS,
    Act.WRITE_PLAN: _LEADERS | {LI: LEADS},
    Act.ALLOW_ONE_MORE: {MA: TEAM},
    Act.AGREE_PLAN: _LEADERS | {LI: LEADS},
    Act.REPORT_ACTION: _LEADERS | {CO: ANY, LI: LEADS},
    Act.REVIEW: _LEADERS,
    Act.WRITE_NOTE: {KW: ANY, LP: ANY, CO: ANY, MA: TEAM, LI: ANY},
    Act.STEP_UP: _LEADERS,
    Act.STEP_DOWN: {LI: LEADS},
    Act.RECALL_STEP_UP: _LEADERS,
    Act.RECALL_STEP_DOWN: {LI: LEADS},
    Act.ACCEPT_STEP_UP: {LI: ANY},
    Act.ACCEPT_STEP_DOWN: {MA: TEAM},
    Act.DECLINE_STEP_UP: {LI: ANY},
    Act.DECLINE_STEP_DOWN: {MA: TEAM},
    # A partner never closes alone: where they lead, the page asks the manager (practice/endings.py).
    Act.CLOSE: _LEADERS | {LI: LEADS},
    Act.ASK_CLOSING: _LEADERS | {LI: LEADS},
    Act.APPROVE_CLOSING: {MA: TEAM},
    Act.SEND_BACK_CLOSING: {MA: TEAM},
    Act.ADD_LATE_PAPER: _LEADERS | {LI: LEADS},
    Act.CHECK_IN: _LEADERS,
    Act.RE_ENGAGE: _LEADERS,
}


READING = frozenset({Act.SEE_CASE, Act.SEE_FAMILY, Act.SEE_CONTACT, Act.SEE_JOURNEY, Act.SEE_FEEDBACK})
"""All that a family opened for a reason allows: to read."""


FOR_THE_LEAD_ALONE = frozenset({Act.READ_HANDOVER})
"""What whoever covers for a lead does not do in their place: nobody reads for somebody else."""
