"""Another agency asks who a business is; the answer and the asking are one act."""

from django.utils.translation import gettext_noop

from sentraki.cases.rules.text import one_line
from sentraki.cases.selectors.identity import READ, Identity, identity
from sentraki.kernel.access import Viewer
from sentraki.kernel.errors import Denied, Invalid
from sentraki.ledger.acts import act

SHORTEST, LONGEST = 5, 200
_PURPOSE = gettext_noop("Say what you need it for, in 5 to 200 letters. The owner reads it.")
_ONE = gettext_noop("Give the NIB (13 digits) or the code of a seal.")
_UNKNOWN = gettext_noop("No business with this number in your region.")


def read_identity(*, viewer: Viewer, purpose: str, nib: str = "", seal: str = "") -> Identity:
    """What ``viewer``, an agency, may know of the business; its owner sees who asked and why.

    Raises ``Invalid`` without a purpose or a number, ``Denied`` (hidden) for a business that is
    not known in the agency's region.
    """
    said, number = one_line(purpose), one_line(nib)
    if not SHORTEST <= len(said) <= LONGEST:
        raise Invalid(_PURPOSE, fields={"purpose": _PURPOSE})
    if bool(number) == bool(seal) or (number and not (number.isascii() and number.isdigit())):
        raise Invalid(_ONE, fields={"nib": _ONE})
    found = identity(viewer, nib=number, seal=seal)
    if found is None:
        raise Denied(_UNKNOWN, hidden=True)
    with act(READ, on=found.ref, by=viewer, note=said, region_code=found.region_code) as deed:
        deed.record(scopes=sorted(viewer.grants), by_seal=bool(seal))
    return found.within(viewer.grants)
