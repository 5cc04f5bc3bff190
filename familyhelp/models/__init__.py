"""The records: what the service holds."""

from .agency import Agency
from .agreement import Agreement, Refusal
from .area import Area, AreaCode
from .asking import Asking
from .assessment import AssessmentPart, AssessmentScore
from .attachment import Attachment
from .audit import Audit, AuditGrade, AuditReflection
from .audit_action import AuditAction
from .audit_moderation import AuditModeration
from .audit_round import AuditRound
from .audit_tool import AuditTool
from .break_glass import BreakGlass
from .case import Case
from .clock_setting import ClockSetting, WorkingHours
from .closing import CheckIn, Closing
from .closing_request import ClosingRequest
from .complaint import Complaint
from .contact import Contact, ContactPerson
from .contribution import Contribution
from .copy import Copy
from .cost_assumption import CostAssumption
from .data_keys import Unreadable, vault
from .dataset import Dataset
from .disagreement import Disagreement, DisagreementTalk
from .disposal import Disposal, DisposalSubject
from .edge_of_care import EdgeLook, EdgeOfCare, EdgeSupport
from .encrypted import ENCRYPTED, InRow, among_named, in_row
from .event import Event, Recorded
from .export import Export
from .family import Family, Member, NamedViewer
from .family_meeting import FamilyMeeting, FamilyWish
from .feedback import Feedback, FeedbackRow, WorkerView
from .figure import Figure, LocalResult, Neighbour
from .group_supervision import GroupCase, GroupSupervision, group_parts
from .handover import Handover
from .imported_person import ImportedPerson
from .invitation import Invitation
from .keeping import Draft, KeptSearch, Message, Submission
from .lead import Lead
from .leave import Leave
from .legal_basis import LegalBasis
from .level_setting import LevelSetting
from .link import Answer, Link
from .look import Look, LookAnswer
from .measure_choice import MeasureChoice
from .meeting import MeetingPerson, TeamMeeting
from .merge import Merge, MergeRow, PersonPair
from .note import FollowUp, Note, NoteComment, NotePerson, NoteShare
from .outcome_telling import OutcomeTelling
from .own_measure import OwnMeasure
from .panel import Panel
from .partner_view import PartnerView
from .passkey import Challenge, Passkey
from .person import Address, KeptFrom, Person
from .plain_rows import put_plain
from .plan import Action, Outcome, Plan, Score
from .practice_model import AssessmentModel, PracticeModel
from .practitioner import Practitioner, Team, team_managers
from .processing import ProcessingSetting
from .relationship import Relationship, Responsibility
from .report import PromiseAnswer, QuarterlyReport, ReportFigure, ReportPromise
from .retention import LegalHold, RetentionSetting
from .review import Review, ReviewCopy, ReviewProgress
from .row_numbers import insert_rows, numbers_ahead
from .second_step import RecoveryCode, SecondStep
from .self_evaluation import EvaluationView, SelfEvaluation
from .sharing import Sharing
from .sign_in import Attempt, SignIn
from .single_sign_on import SingleSignOn
from .spend_line import SpendLine
from .step import Step
from .supervision import SupervisedCase, Supervision
from .surname import Surname, keep_surnames
from .telling import CalendarFeed, Telling
from .theme import Theme, ThemeSource
from .trajectory import Trajectory, TrajectoryComment
from .upload import Upload
from .voice import AdvocacyOffer, AssessmentAround, AssessmentShare, LowScoreReason, Voice

__all__ = [
    "ENCRYPTED",
    "Action",
    "Address",
    "AdvocacyOffer",
    "Agency",
    "Agreement",
    "Answer",
    "Area",
    "AreaCode",
    "Asking",
    "AssessmentAround",
    "AssessmentModel",
    "AssessmentPart",
    "AssessmentScore",
    "AssessmentShare",
    "Attachment",
    "Attempt",
    "Audit",
    "AuditAction",
    "AuditGrade",
    "AuditModeration",
    "AuditReflection",
    "AuditRound",
    "AuditTool",
    "BreakGlass",
    "CalendarFeed",
    "Case",
    "Challenge",
    "CheckIn",
    "ClockSetting",
    "Closing",
    "ClosingRequest",
    "Complaint",
    "Contact",
    "ContactPerson",
    "Contribution",
    "Copy",
    "CostAssumption",
    "Dataset",
    "Disagreement",
    "DisagreementTalk",
    "Disposal",
    "DisposalSubject",
    "Draft",
    "EdgeLook",
    "EdgeOfCare",
    "EdgeSupport",
    "EvaluationView",
    "Event",
    "Export",
    "Family",
    "FamilyMeeting",
    "FamilyWish",
    "Feedback",
    "FeedbackRow",
    "Figure",
    "FollowUp",
    "GroupCase",
    "GroupSupervision",
    "Handover",
    "ImportedPerson",
    "InRow",
    "Invitation",
    "KeptFrom",
    "KeptSearch",
    "Lead",
    "Leave",
    "LegalBasis",
    "LegalHold",
    "LevelSetting",
    "Link",
    "LocalResult",
    "Look",
    "LookAnswer",
    "LowScoreReason",
    "MeasureChoice",
    "MeetingPerson",
    "Member",
    "Merge",
    "MergeRow",
    "Message",
    "NamedViewer",
    "Neighbour",
    "Note",
    "NoteComment",
    "NotePerson",
    "NoteShare",
    "Outcome",
    "OutcomeTelling",
    "OwnMeasure",
    "Panel",
    "PartnerView",
    "Passkey",
    "Person",
    "PersonPair",
    "Plan",
    "PracticeModel",
    "Practitioner",
    "ProcessingSetting",
    "PromiseAnswer",
    "QuarterlyReport",
    "Recorded",
    "RecoveryCode",
    "Refusal",
    "Relationship",
    "ReportFigure",
    "ReportPromise",
    "Responsibility",
    "RetentionSetting",
    "Review",
    "ReviewCopy",
    "ReviewProgress",
    "Score",
    "SecondStep",
    "SelfEvaluation",
    "Sharing",
    "SignIn",
    "SingleSignOn",
    "SpendLine",
    "Step",
    "Submission",
    "SupervisedCase",
    "Supervision",
    "Surname",
    "Team",
    "TeamMeeting",
    "Telling",
    "Theme",
    "ThemeSource",
    "Trajectory",
    "TrajectoryComment",
    "Unreadable",
    "Upload",
    "Voice",
    "WorkerView",
    "WorkingHours",
    "among_named",
    "group_parts",
    "in_row",
    "insert_rows",
    "keep_surnames",
    "numbers_ahead",
    "put_plain",
    "team_managers",
    "vault",
]
