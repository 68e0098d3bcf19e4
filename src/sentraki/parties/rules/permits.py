"""Where else a business carries a name: its permits, its certificates, its label."""

from enum import StrEnum


class PermitKind(StrEnum):
    """Papers (and the label) that carry a name beside the mark."""

    HALAL = "halal"
    PIRT = "pirt"
    BPOM = "bpom"
    NIB = "nib"
    LABEL = "label"
