"""The part of a page that shows look-alikes: the same for whoever asks and for an officer."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sentraki.kernel.refs import Ref
from sentraki.screening import inscriptions
from sentraki.screening.alike import Language
from sentraki.screening.inscriptions import Inscription
from sentraki.screening.models import PictureSource
from sentraki.screening.pictures import Looked, PictureRefused, PicturesMissing, look
from serupa.weights.images import levels, measured_on

KIND = "logo"


@dataclass(frozen=True)
class Source:
    """A gallery that was compared, as it is told of."""

    name: str
    as_of: str
    licence: str


@dataclass(frozen=True)
class Section:
    """Either what was found, or in one sentence why pictures were not compared; and the words read
    in the picture."""

    looked: Looked | None
    read: Inscription
    problem: str = ""
    missing: bool = False
    sources: tuple[Source, ...] = ()
    measured: tuple[tuple[int, str], ...] = ()


def section(
    content: bytes,
    *,
    written: bytes = b"",
    classes: Collection[int] = (),
    names: Sequence[str] = (),
    besides: Ref | None = None,
    read: Inscription | None = None,
) -> Section:
    """What looks like a picture, ready to be shown; see :func:`pictures.look`. Never raises for
    what was sent or what is not installed: the section says it. ``read``: the words in it, where
    somebody has read them already; they are compared with the names of the marks found, too."""
    read = inscriptions.read(content, written=written) if read is None else read
    lang: Language = "en" if (get_language() or "id").startswith("en") else "id"
    try:
        looked = look(
            content,
            lang=lang,
            classes=classes,
            names=[*names, *filter(None, [read.text])],
            written=written,
            words=read.boxes,
            besides=besides,
        )
    except PicturesMissing:
        return Section(None, read, missing=True)
    except PictureRefused as refused:
        return Section(None, read, problem=str(refused))
    rows = PictureSource.objects.order_by("name")
    sources = tuple(Source(row.name, row.as_of.isoformat(), row.licence) for row in rows)
    return Section(looked, read, sources=sources, measured=_measured())


def _measured() -> tuple[tuple[int, str], ...]:
    """Each band above the lowest with what it was measured to do."""
    count = measured_on(KIND)
    said = _(
        "Measured: of 100 pictures that copy nothing among %(count)s marks, %(alarms)s reach this "
        "band or a higher one; of 100 altered copies, %(noticed)s."
    )
    return tuple(
        (
            level.band,
            said
            % {
                "count": f"{count:,}".replace(",", "."),
                "alarms": round(100 * level.alarms),
                "noticed": round(100 * level.noticed),
            },
        )
        for level in levels(KIND)
    )
