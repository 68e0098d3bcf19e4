"""Draws the explained matches of docs/engine-images.md.

``PYTHONPATH=src python docs/pictures/alike/draw.py`` writes the sheets and prints the table.

The gallery: the twelve drawn labels of the demo and 200 invented figures. The questions: altered
copies of the labels. Each sheet shows the question with the part that matched, the mark with its
part, and where either looks like the other.
"""

import tempfile
from pathlib import Path

import numpy as np
from PIL import Image

from serupa.images.engine import engine
from serupa.images.explain import colours, draw
from serupa.images.index import Index, Mark
from serupa.images.making import patterns
from serupa.images.making.alter import ALTERATIONS, trimmed_alpha
from serupa.images.making.chance import Chance
from serupa.images.search import search
from serupa.images.shapes import Picture

HERE = Path(__file__).parent
LABELS = HERE.parents[2] / "data" / "marks" / "labels"
OTHERS = 200
ASKED = [
    ("kopi", "recolour"),
    ("kopi", "label"),
    ("teh", "invert"),
    ("teh", "element"),
    ("pempek", "frame"),
    ("pempek", "photo"),
    ("songket", "outline"),
    ("songket", "crop"),
    ("anyam", "blur"),
    ("anyam", "words"),
    ("lakuran", "label"),
    ("lakuran", "tilt"),
    ("sambal", "combo"),
    ("sambal", "weight"),
    ("kemplang", "frame"),
    ("kemplang", "jpeg"),
    ("sabun", "photo"),
    ("roti", "words"),
    ("studio", "element"),
    ("gelang", "combo"),
]


def label(name: str) -> Image.Image:
    """A label as a drawing on nothing."""
    with Image.open(LABELS / f"{name}.png") as opened:
        made = opened.convert("RGBA")
    away = 255 - np.asarray(made.convert("RGB"), np.int32).min(axis=2)
    made.putalpha(Image.fromarray(np.clip(away * 4, 0, 255).astype(np.uint8)))
    return trimmed_alpha(made)


def figure(seed: int) -> Picture:
    chance = Chance(seed)
    return np.asarray(patterns.render(patterns.invent(chance), patterns.palette(chance), width=0.3))


def main() -> None:
    """Write a sheet for each match; print the table of the page."""
    made = engine("logo")
    pictures = {path.stem: path for path in sorted(LABELS.glob("*.png"))}
    gallery = {name: np.asarray(Image.open(path).convert("RGB")) for name, path in pictures.items()}
    gallery |= {f"figure {at}": figure(at) for at in range(OTHERS)}
    with tempfile.TemporaryDirectory() as folder:
        index = Index.create(Path(folder), kind="logo", engine=made.version, layout=made.layout)
        index.add([Mark(name, "") for name in gallery], [made.mark(p) for p in gallery.values()])
        for at, (name, kind) in enumerate(ASKED, 1):
            picture = ALTERATIONS[kind](label(name), Chance(900 + at), label("roti")).picture
            asked = made.asked(np.asarray(picture))
            hits = search(index, asked, limit=30)
            ids = [list(gallery)[hit.place] for hit in hits]
            place = ids.index(name) + 1 if name in ids else 0
            drawn = draw(made, np.asarray(picture), gallery[name], "id")
            wide, high = drawn.picture.size
            small = drawn.picture.resize((wide // 2, high // 2), Image.Resampling.LANCZOS)
            small.save(HERE / f"{at:02}.webp", "WEBP", quality=60, method=6)
            view = asked.views[hits[place - 1].view] if place else asked.views[0]
            words = [*drawn.sentences[:-1], colours(view.picture, gallery[name], "id")]
            score = f"{hits[place - 1].score:.2f}" if place else "-"
            told = " ".join(filter(None, words))
            print(f"| {at} | {name}, {kind} | {place or '-'} | {score} | {told} |", flush=True)


if __name__ == "__main__":
    main()
