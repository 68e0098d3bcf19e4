"""What a person sends never stays as it was sent.

``decode`` refuses it in words a person understands, or gives back a freshly written picture or PDF
that keeps what can be seen and nothing else. ``normalise_label`` and ``normalise_signature`` make
the files DJKI's form takes. All reading happens in ``inside``, in a limited child without Django.
"""

from sentraki.ledger.uploads.gate import decode, shrink_photo
from sentraki.ledger.uploads.kinds import IMAGE_OR_PDF, Kind
from sentraki.ledger.uploads.labels import Label, normalise_label, normalise_signature
from sentraki.ledger.uploads.names import clean_name
from sentraki.ledger.uploads.purposes import Decoded, Purpose
from sentraki.ledger.uploads.refusals import Reason, UploadRefused

__all__ = [
    "IMAGE_OR_PDF",
    "Decoded",
    "Kind",
    "Label",
    "Purpose",
    "Reason",
    "UploadRefused",
    "clean_name",
    "decode",
    "normalise_label",
    "normalise_signature",
    "shrink_photo",
]
