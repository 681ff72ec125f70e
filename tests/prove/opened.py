"""Bytes as whoever gets hold of them can read them: what is packed, signed, in hexadecimal digits or set on a page is opened.

What says that it is a file of a kind and cannot be opened as one is an error: nothing is passed over unread.
"""

import re
import zipfile
import zlib
from io import BytesIO

from django.core import signing
from pypdf import PdfReader

DEEP = 3  # a document in a packed file in a column
HEX = re.compile(rb"\\x((?:[0-9a-f]{2}){11,})")  # a column of bytes, as COPY writes it
# A session, or whatever else the portal signs: .packed:time:signature.
SIGNED = re.compile(rb"(?<![\w-])(\.?[\w-]{8,}+):[0-9A-Za-z]{6}:[\w-]{27,}")


def readings(data, deep=DEEP):
    """The bytes themselves, and all that can be made of them."""
    yield data
    if deep:
        for inner in _inside(data):
            yield from readings(inner, deep - 1)


def _inside(data):
    for digits in HEX.findall(data):
        yield bytes.fromhex(digits.decode())
    for signed in SIGNED.findall(data):
        yield from _unsigned(signed)
    if data.startswith(b"PK\3\4"):
        with zipfile.ZipFile(BytesIO(data)) as file:
            yield from (file.read(name) for name in file.namelist())
    if data.startswith(b"%PDF"):
        yield from (page.extract_text().encode() for page in PdfReader(BytesIO(data)).pages)
    if data.startswith((b"\x1f\x8b", b"\x78\x9c", b"\x78\xda", b"\x78\x01")):
        yield from _inflated(data)


def _unsigned(signed):
    """What stands before the signature, as django.core.signing packs it; a word that merely looks like it is left."""
    try:
        data = signing.b64_decode(signed.removeprefix(b"."))
    except ValueError:
        return
    yield data


def _inflated(data):
    """As far as it is deflated: two random bytes may look like the beginning of something packed."""
    try:
        yield zlib.decompressobj(wbits=zlib.MAX_WBITS | 32).decompress(data)
    except zlib.error:
        return
