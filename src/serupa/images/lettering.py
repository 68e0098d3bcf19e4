"""Reading the words of a picture inside a child process: bytes of a file in, JSON out.

Nothing of the house and nothing of the network is needed here, so whoever starts the child may
limit it: 512 MB and ten seconds are enough for any picture that :func:`decode` takes.
"""

import json

from serupa.images.pictures import PictureError, decode
from serupa.images.words import phrase, read_words


def read(content: bytes) -> bytes:
    """What stands in the picture of a file: ``{"phrase": …, "boxes": [[left, top, right, bottom],
    …]}`` in pixels of the picture as :func:`decode` gives it, or ``{"refused": key}``.

    Raises ``ModuleNotFoundError`` where the models are not installed.
    """
    try:
        lines = read_words(decode(content))
    except PictureError as no:
        return json.dumps({"refused": no.key}).encode()
    told = {"phrase": phrase(lines), "boxes": [line.box for line in lines]}
    return json.dumps(told).encode()
