"""What a place costs the programme: the tariff its applicant pays, per class."""

from functools import cached_property

from sentraki.cases.models import Case, Programme
from sentraki.cases.rules.dossier import FeeScheme
from sentraki.cases.rules.quota import cost_of
from sentraki.cases.selectors.fees import filing_fee
from sentraki.cases.selectors.papers import wants_letter
from sentraki.kernel import clock


class Prices:
    """The costs of places in one programme. At most one query, however many cases are asked."""

    def __init__(self, programme: Programme) -> None:
        self._programme = programme

    def of(self, case: Case) -> int:
        """What the place of ``case`` costs in whole rupiah, for the classes the programme pays.

        The programme's own fee is that of the UMK tariff; a larger business pays the general one
        of the day, and the budget is charged with that.
        """
        row = self._programme
        fee = row.fee_per_class if wants_letter(case) else self._general
        return cost_of(len(case.class_numbers), row.classes_per_mark, fee)

    @cached_property
    def _general(self) -> int:
        today = clock.today(self._programme.office.zone)
        found = filing_fee(FeeScheme.GENERAL, today)
        return max(found.amount if found else 0, self._programme.fee_per_class)
