"""Bringing a sheet, and saying what its columns hold."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from sentraki.parties.models import ImportBatch
from sentraki.parties.services.import_kinds import kind_of
from sentraki.ui.forms import ChoiceRows

ACCEPTED = ".csv,.xlsx,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS: dict[str, str | Promise] = {
    "business": _l("Businesses"),
    "member": _l("Members of communities"),
    "right": _l("Rights that are registered already"),
    "case": _l("Cases of earlier years, with their places"),
    "status": _l("Status texts of DJKI, looked up by number"),
}
HINTS: dict[str, str | Promise] = {
    "business": _l("One business a row, with the name of the business or of its owner."),
    "member": _l("One member a row, with the name of the community it belongs to."),
    "right": _l("One mark a row, with its registration number, name and year."),
    "case": _l("One mark a row, with its programme's year and what became of it."),
    "status": _l("The list of due numbers, filled in. Words we do not know are given back."),
}
#: Wider sheets keep the columns that were guessed; only so many can be corrected by hand.
MOST_COLUMNS = 40


class SheetForm(forms.Form):
    """A file and what it lists."""

    kind = forms.ChoiceField(
        label=_l("What does the sheet list?"),
        choices=list(KINDS.items()),
        initial="business",
        widget=ChoiceRows(hints=HINTS),
    )
    file = forms.FileField(
        label=_l("File"),
        help_text=_l("CSV or XLSX, at most 20 MB and 20,000 rows. Nothing is imported yet."),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )


class ColumnsForm(forms.Form):
    """One choice per column: which field it holds, or nothing."""

    def __init__(self, batch: ImportBatch, data: Any = None) -> None:
        super().__init__(data, prefix="c")
        kind = kind_of(batch.kind)
        choices = [("", _("– not imported –"))]
        choices += [(spec.name, _(spec.label)) for spec in kind.fields]
        headers = list(batch.headings.get("headers", ()))
        self._guessed: dict[str, str] = batch.headings.get("columns", {})
        for place, header in list(enumerate(headers))[:MOST_COLUMNS]:
            name = str(place)
            self.fields[name] = forms.ChoiceField(
                label=header[:60] or _("Column %(n)s") % {"n": place + 1},
                choices=choices,
                required=False,
                initial=self._guessed.get(name, ""),
            )

    def columns(self) -> dict[int, str]:
        """Place → field, as chosen; columns beyond those shown as they were guessed."""
        chosen = {name: self.cleaned_data.get(name, "") for name in self.fields}
        return {int(name): field for name, field in (self._guessed | chosen).items() if field}
