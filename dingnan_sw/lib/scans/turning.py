"""A page of ours, turned on the screen of whoever reviews it."""

from io import BytesIO

from PIL import Image

CLOCKWISE = {1: Image.Transpose.ROTATE_270, 2: Image.Transpose.ROTATE_180, 3: Image.Transpose.ROTATE_90}


def turned(page: bytes, quarter_turns: int) -> bytes:
    """The page image turned clockwise by quarter turns (negative: the other way), in its own format.

    For pages made by take() alone: it decodes in this process.
    """
    turn = CLOCKWISE.get(quarter_turns % 4)
    if turn is None:
        return page
    file = BytesIO()
    with Image.open(BytesIO(page), formats=["JPEG", "PNG"]) as picture:
        picture.transpose(turn).save(file, picture.format, quality=90)
    return file.getvalue()
