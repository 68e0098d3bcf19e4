"""The centre of the house: programme, case, dossier, filing, deadline, right."""

from sentraki.cases.models.case import Case, CaseClass, CasePaper, PdkiCheck, ReturnNotice
from sentraki.cases.models.collective import MarkMember, QualityVisit, UsageRules
from sentraki.cases.models.deadline import Deadline, Reminder
from sentraki.cases.models.dossier import Dossier, Handover, HandoverItem
from sentraki.cases.models.filing import Filing, FilingEvent
from sentraki.cases.models.programme import Allocation, OrderChange, Place, Programme
from sentraki.cases.models.reference import DeadlineRule, DocumentRequirement, Fee, StatusText
from sentraki.cases.models.reply import Reply, ReplyPoint
from sentraki.cases.models.right import Right
from sentraki.cases.models.right_change import Ceremony, CeremonyItem, Delivery, RightChange
from sentraki.cases.models.watch import WatchHit

__all__ = [
    "Allocation",
    "Case",
    "CaseClass",
    "CasePaper",
    "Ceremony",
    "CeremonyItem",
    "Deadline",
    "DeadlineRule",
    "Delivery",
    "DocumentRequirement",
    "Dossier",
    "Fee",
    "Filing",
    "FilingEvent",
    "Handover",
    "HandoverItem",
    "MarkMember",
    "OrderChange",
    "PdkiCheck",
    "Place",
    "Programme",
    "QualityVisit",
    "Reminder",
    "Reply",
    "ReplyPoint",
    "ReturnNotice",
    "Right",
    "RightChange",
    "StatusText",
    "UsageRules",
    "WatchHit",
]
