"""The drawn signs: a 24-unit grid, a 2-unit stroke, one path each, in the colour of the text.

A sign never replaces a word. Most shapes are our own redrawing of everyday signs; an icon costs
two elements and its bytes, so pages carry only those they show.
"""

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe


def _ring(cx: float, cy: float, r: float) -> str:
    return f"M{cx - r:g} {cy:g}a{r:g} {r:g} 0 1 0 {2 * r:g} 0a{r:g} {r:g} 0 1 0-{2 * r:g} 0"


ICONS: Mapping[str, str] = MappingProxyType(
    {
        "alert": "M12 3.5L22 20.5H2zM12 10v4.5M12 17.4v.1",
        "bar": _ring(12, 12, 9) + "M5.6 18.4L18.4 5.6",
        "cal": "M4 6h16v15H4zM4 11h16M8 3v5M16 3v5",
        "cam": "M3 8h4l2-3h6l2 3h4v11H3z" + _ring(12, 13, 3.6),
        "chart": "M4 20V4M4 20h16M9 16v-5M13 16V7M17 16v-8",
        "chat": "M4 20l1.2-4A8 8 0 1 1 8.6 19zM8.5 11.5h7M8.5 8.5h7",
        "check": "M5 12.5l4.5 4.5L19 7",
        "clock": _ring(12, 12, 9) + "M12 7v5l3.5 2",
        "copy": "M9 9h11v12H9zM15 9V3H4v12h5",
        "doc": "M5 3h14v18H5zM9 8h6M9 12h6M9 16h3",
        "down": "M12 4v11M7 10.5l5 5 5-5M4 20h16",
        "file": "M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6",
        "find": _ring(10.5, 10.5, 6.5) + "M15.5 15.5L21 21",
        "gear": _ring(12, 12, 3.2) + _ring(12, 12, 7) + "M12 2v3M12 19v3M2 12h3M19 12h3",
        "go": "M9 5l7 7-7 7",
        "grid": "M4 4h16v16H4zM4 12h16M12 4v16",
        "home": "M4 11l8-7 8 7v9h-5v-6H9v6H4z",
        "info": _ring(12, 12, 9) + "M12 11v5.5M12 7.6v.1",
        "lock": "M5 11h14v10H5zM8 11V7.5a4 4 0 0 1 8 0V11",
        "mail": "M3 5h18v14H3zM3 6l9 7 9-7",
        "out": "M10 4H4v16h6M9 12h11M16 8l4 4-4 4",
        "pen": "M4 20l1-4L16 5l3 3L8 19zM13.5 7.5l3 3",
        "people": _ring(9, 8, 3.5)
        + "M2.5 20c0-4 3-6 6.5-6s6.5 2 6.5 6M16 5a3.5 3.5 0 0 1 0 6.6"
        + "M18 14.6c2.3.7 3.5 2.6 3.5 5.4",
        "plus": "M12 5v14M5 12h14",
        "print": "M7 9V3h10v6M7 17H4V9h16v8h-3M7 14h10v7H7z",
        "scales": "M12 3v18M5 7h14M5 7l-3 7h6zM19 7l-3 7h6zM8 21h8",
        "seal": _ring(12, 12, 9) + _ring(12, 12, 5.6) + "M9.8 12l1.6 1.6 2.9-3.1",
        "sign": "M3 17c3-8 6-11 7-9s-3 8-1 8 3-5 5-5 0 4 2 4 3-2 5-2M3 21h18",
        "undo": "M8 5L4 9l4 4M4 9h10a6 6 0 0 1 0 12H8",
        "up": "M12 16V5M7 9.5L12 4.5l5 5M4 20h16",
        "x": "M6 6l12 12M18 6L6 18",
    }
)
_BLOCKS = ("M1 12h8v7H1z", "M12 8.5h8V19h-8z", "M23 5h8v14h-8z", "M34 1.5h8V19h-8z")


def icon(name: str, size: str = "", label: str = "") -> SafeString:
    """An inline SVG, 20 px or 28 with ``size="lg"``; unread unless ``label`` is given.

    An unknown name raises ``KeyError``.
    """
    css = "i i-lg" if size == "lg" else "i"
    spoken: str = (
        format_html('role="img" aria-label="{}"', label)
        if label
        else mark_safe('aria-hidden="true"')
    )
    return format_html(
        '<svg class="{}" {} viewBox="0 0 24 24"><path d="{}"/></svg>', css, spoken, ICONS[name]
    )


def meter(band: int) -> SafeString:
    """Four rising blocks of which ``band`` (1 to 4) are filled; the word stands beside it.

    Any other number raises ``ValueError``.
    """
    if not 1 <= band <= 4:
        raise ValueError(f"{band} is not one of four bands")
    hollow = "".join(_BLOCKS[band:])
    rest = f'<path d="{hollow}"/>' if hollow else ""
    return mark_safe(
        '<svg class="ki-meter" aria-hidden="true" viewBox="0 0 44 20">'
        f'<path class="on" d="{"".join(_BLOCKS[:band])}"/>{rest}</svg>'
    )
