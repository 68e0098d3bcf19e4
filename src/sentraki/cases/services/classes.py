"""The Nice classes of a case, written in one place: as its own words and as rows to search by."""

from collections.abc import Iterable

from sentraki.cases.models import Case, CaseClass


def set_classes(case: Case, numbers: Iterable[int]) -> None:
    """Let the saved ``case`` stand in these classes and no other. Must run inside an act.

    Writes the rows; the case's own field is set and left to be saved by the caller.
    """
    chosen = list(dict.fromkeys(numbers))
    case.classes = ",".join(map(str, chosen))
    CaseClass.objects.filter(case=case).exclude(number__in=chosen).delete()
    CaseClass.objects.bulk_create(
        [CaseClass(case=case, number=number) for number in chosen], ignore_conflicts=True
    )
