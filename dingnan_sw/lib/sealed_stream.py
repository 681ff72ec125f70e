"""A stream sealed piece by piece, so that it may be larger than memory: AES-256-GCM under a key of its own for each stream.

    magic 8 | name of the key 16 | salt 32 | pieces of PIECE bytes, each followed by its tag of 16; the last may be shorter

The nonce of a piece is its number and whether it is the last, and each is bound to the head: a byte changed anywhere, a piece
missing, repeated or moved, an end cut off or added to: all are refused.
"""

import hmac
import os
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MAGIC = b"DNSWSTR1"
NAME, SALT, TAG = 16, 32, 16
HEAD = len(MAGIC) + NAME + SALT
PIECE = 1 << 20


class NotOurs(Exception):
    """The file does not begin as a sealed stream does."""


class OtherKey(Exception):
    """It was sealed with another key, or its head is damaged: the two cannot be told apart."""


class Damaged(Exception):
    """It is not whole."""


def _name(key: bytes) -> bytes:
    return hmac.digest(key, b"name of the key", "sha256")[:NAME]


def _cipher(key: bytes, salt: bytes) -> AESGCM:
    return AESGCM(hmac.digest(key, b"one stream" + salt, "sha256"))


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


class SealedWriter:
    """Whatever is written goes to file sealed; without close() the stream has no end and is refused."""

    def __init__(self, file: BinaryIO, key: bytes) -> None:
        salt = os.urandom(SALT)
        self._file, self._cipher = file, _cipher(key, salt)
        self._head = MAGIC + _name(key) + salt
        self._held, self._count = bytearray(), 0
        file.write(self._head)

    def write(self, data: bytes) -> int:
        self._held += data
        while len(self._held) > PIECE:
            self._put(last=False)
        return len(data)

    def close(self) -> None:
        self._put(last=True)

    def _put(self, *, last: bool) -> None:
        piece = bytes(self._held[:PIECE])
        del self._held[:PIECE]
        self._file.write(self._cipher.encrypt(_nonce(self._count, last), piece, self._head))
        self._count += 1


class SealedReader:
    """Reads back what a SealedWriter wrote.

    Raises:
        NotOurs, OtherKey, Damaged: when it is opened.
        Damaged: as soon as a piece is read that does not hold; everything before it was whole.
    """

    def __init__(self, file: BinaryIO, key: bytes) -> None:
        self._file, self._head = file, file.read(HEAD)
        if len(self._head) < HEAD or not self._head.startswith(MAGIC):
            raise NotOurs
        if not hmac.compare_digest(self._head[len(MAGIC) : -SALT], _name(key)):
            raise OtherKey
        self._cipher = _cipher(key, self._head[-SALT:])
        self._ahead, self._held, self._count = self._next(), bytearray(), 0
        if not self._ahead:
            raise Damaged  # even an empty stream has a last piece

    def read(self, size: int = -1) -> bytes:
        """Up to size bytes, everything that is left when it is negative; fewer only at the end."""
        while self._ahead and not 0 <= size <= len(self._held):
            self._take()
        taken = bytes(self._held[:size] if size >= 0 else self._held)
        del self._held[: len(taken)]
        return taken

    def _next(self) -> bytes:
        return self._file.read(PIECE + TAG)

    def _take(self) -> None:
        sealed, self._ahead = self._ahead, self._next()
        try:
            self._held += self._cipher.decrypt(_nonce(self._count, not self._ahead), sealed, self._head)
        except (InvalidTag, ValueError) as broken:
            raise Damaged from broken
        self._count += 1
