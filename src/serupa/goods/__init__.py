"""Goods: how near two classes are, and which Nice classes a product sentence points at.

Class suggestions are always labelled "usulan" (a suggestion): the official list is DJKI's.
"""

from serupa.goods.classify import Classified, ClassSuggestion, classify, suggest
from serupa.goods.lexicon import LABEL, Term, TermList, summaries
from serupa.goods.questions import ClassQuestion, Option
from serupa.goods.relation import Relation, related_classes, relation, relation_evidence

__all__ = [
    "LABEL",
    "ClassQuestion",
    "ClassSuggestion",
    "Classified",
    "Option",
    "Relation",
    "Term",
    "TermList",
    "classify",
    "related_classes",
    "relation",
    "relation_evidence",
    "suggest",
    "summaries",
]
