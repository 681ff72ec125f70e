"""Keys, encryption at rest and look-up of encrypted values.

A value is sealed by AES-256-GCM as `version byte | nonce (12) | ciphertext and tag`. Equality is looked up through a keyed
blind index (HMAC-SHA256, another key), since sealing the same value twice gives different bytes.
"""

import hmac
import os
import secrets
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models

VERSION = b"\x01"
NONCE_BYTES = 12


class Keyring:
    """The portal's own keys: one file each, made when first asked for, readable by their owner alone.

    `guard` is asked before a key is made; it raises where data exists that only a lost key can read.
    """

    guard: Callable[[str], None] = staticmethod(lambda name: None)

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def text(self, name: str) -> str:
        """The key called name, as 64 hexadecimal characters."""
        path = self.folder / name
        if not path.exists():
            self.guard(name)
            self._make(path)
        return path.read_text().strip()

    def proof(self, name: str) -> str:
        """What is the same for the same key alone, and says nothing about it; empty when the key is lost."""
        if not (self.folder / name).exists():
            return ""
        return hmac.digest(self._bytes(name), f"proof of {name}".encode(), "sha256").hex()

    def _make(self, path: Path) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
        with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_hex(32))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(fresh, path)  # two first starts at once: the first link wins, nobody overwrites a key
        except FileExistsError:
            pass
        finally:
            fresh.unlink()

    def _bytes(self, name: str) -> bytes:
        return bytes.fromhex(self.text(name))

    @cached_property
    def cipher(self) -> AESGCM:
        return AESGCM(self._bytes("fields"))

    @cached_property
    def index_key(self) -> bytes:
        return self._bytes("index")

    @cached_property
    def audit_key(self) -> bytes:
        return self._bytes("audit")

    @cached_property
    def audit_keys(self) -> list[bytes]:
        """Every key that the record was ever sealed with, the oldest first: audit.1, audit.2, …, and the one in use."""
        return [*map(self._bytes, self.retired("audit")), self.audit_key]

    def retired(self, name: str) -> list[str]:
        """The names under which former keys are kept, the oldest first."""
        found = (path.name for path in self.folder.glob(f"{name}.*") if path.suffix[1:].isdecimal())
        return sorted(found, key=lambda one: int(one.rpartition(".")[2]))


def _keyring() -> Keyring:
    ring: Keyring = settings.KEYRING
    return ring


def seal(data: bytes) -> bytes:
    """data, encrypted and protected against change."""
    nonce = os.urandom(NONCE_BYTES)
    return VERSION + nonce + _keyring().cipher.encrypt(nonce, data, VERSION)


def unseal(sealed: bytes) -> bytes:
    """The data that seal() was given.

    Raises:
        cryptography.exceptions.InvalidTag: the bytes were changed, or sealed with another key.
    """
    nonce, body = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    return _keyring().cipher.decrypt(nonce, body, sealed[:1])


def blind_index(value: str) -> bytes:
    """32 bytes that are equal for equal values and say nothing about them without the key."""
    return hmac.digest(_keyring().index_key, value.encode(), "sha256")


class SealedTextField(models.BinaryField):  # type: ignore[type-arg] # generic only in the stubs
    """Text that is stored sealed and read back in clear; empty text is stored as NULL."""

    def get_prep_value(self, value: Any) -> Any:
        if not value:
            return None
        return super().get_prep_value(seal(value.encode()) if isinstance(value, str) else value)

    def get_default(self) -> str:
        return ""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> str:
        return "" if value is None else unseal(bytes(value)).decode()

    def to_python(self, value: Any) -> Any:
        return value

    def value_to_string(self, obj: Any) -> str:
        return ""


def write_sealed(path: Path, data: bytes) -> None:
    """Write data to path, sealed, readable by its owner alone; where the disk is full, what was there stays as it was."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(seal(data))
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def read_sealed(path: Path) -> bytes:
    """The data that write_sealed() put there."""
    return unseal(path.read_bytes())
