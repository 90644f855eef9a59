"""A drawing or a photo of one, drawn again from its colours alone: no place, no time, no camera, nothing hidden."""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageOps

LARGEST_SIDE = 1_200
MOST_PIXELS = 60_000_000
FORMATS = ("PNG", "JPEG", "WEBP")


class DrawingRefused(Exception):
    """What was sent is no picture that we can draw again."""


def redrawn(content: bytes) -> bytes:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=FORMATS) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    raise DrawingRefused
                upright = ImageOps.exif_transpose(opened).convert("RGBA")
    except DrawingRefused:
        raise
    except Exception as reason:  # whatever a broken picture makes the library raise
        raise DrawingRefused from reason
    upright.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
    paper = Image.new("RGB", upright.size, "white")
    paper.paste(upright, mask=upright.getchannel("A"))
    kept = io.BytesIO()
    paper.save(kept, "JPEG", quality=82, optimize=True)
    return kept.getvalue()
