"""Pictures small enough for a repository: a palette instead of true colour."""

from pathlib import Path

from PIL import Image

COLOURS = 160


def shrink(path: Path) -> None:
    """Rewrite the picture with few colours, the rare ones among them: a tag keeps its own."""
    with Image.open(path) as picture:
        few = picture.convert("RGB").quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    few.save(path, optimize=True)
