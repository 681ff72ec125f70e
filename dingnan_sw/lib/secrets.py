"""Keys, encryption at rest and look-up of encrypted values.

A value is sealed by AES-256-GCM as `version byte | nonce (12) | ciphertext and tag`. Equality is looked up through a keyed
blind index (HMAC-SHA256, another key), since sealing the same value twice gives different bytes.
"""

import hmac
import os
import secrets
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models

VERSION = b"\x01"
KEY_BYTES, NONCE_BYTES = 32, 12


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

    def proof(self, name: str, file: str = "") -> str:
        """What is the same for the same key alone, and says nothing about it; empty when the key is lost, or its file holds none.

        file: where the key lies, when it is not in use as name (name.new, name.1).
        """
        if not (self.folder / (file or name)).exists():
            return ""
        try:
            key = self._bytes(file or name)
        except ValueError:
            return ""
        return hmac.digest(key, f"proof of {name}".encode(), "sha256").hex() if len(key) == KEY_BYTES else ""

    def _make(self, path: Path) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
        with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_hex(KEY_BYTES))
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

    @cached_property
    def former_ciphers(self) -> list[AESGCM]:
        """What was sealed before a rotation is read with these, the youngest first."""
        return [AESGCM(self._bytes(name)) for name in reversed(self.retired("fields"))]

    def retired(self, name: str) -> list[str]:
        """The names under which former keys are kept, the oldest first."""
        found = (path.name for path in self.folder.glob(f"{name}.*") if path.suffix[1:].isdecimal())
        return sorted(found, key=lambda one: int(one.rpartition(".")[2]))

    # Rotation: NAME.new is made, taken into use by the process that seals everything anew, and becomes NAME in the end ----------

    def take_over(self, names: Sequence[str]) -> None:
        """In this process new keys are used from now on; the present ones only read."""
        for name in names:
            if not (self.folder / f"{name}.new").exists():
                self._make(self.folder / f"{name}.new")
        former = [self.cipher, *self.former_ciphers]
        known = [*self.audit_keys]
        for name in names:
            match name:
                case "fields":
                    self.cipher, self.former_ciphers = AESGCM(self._bytes("fields.new")), former
                case "index":
                    self.index_key = self._bytes("index.new")
                case "audit":
                    self.audit_key = self._bytes("audit.new")
                    self.audit_keys = [*known, self.audit_key]

    def complete(self, name: str) -> None:
        """The new key takes the place of the present one, which is kept under the next number. May be done again after a kill."""
        kept = self.folder / self.number(name)
        if not kept.exists():
            os.link(self.folder / name, kept)
        os.replace(self.folder / f"{name}.new", self.folder / name)
        self.forget()

    def number(self, name: str) -> str:
        """The name under which the present key is kept, or will be once another has taken its place."""
        retired = self.retired(name)
        if retired and (self.folder / retired[-1]).read_bytes() == (self.folder / name).read_bytes():
            return retired[-1]
        return f"{name}.{int(retired[-1].rpartition('.')[2]) + 1 if retired else 1}"

    def forget(self) -> None:
        """Read the files again."""
        for name in ("cipher", "former_ciphers", "index_key", "audit_key", "audit_keys"):
            self.__dict__.pop(name, None)


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
    *ciphers, last = [_keyring().cipher, *_keyring().former_ciphers]
    for cipher in ciphers:
        with suppress(InvalidTag):
            return cipher.decrypt(nonce, body, sealed[:1])
    return last.decrypt(nonce, body, sealed[:1])


def is_whole(sealed: bytes) -> bool:
    """Whether unseal() gives the data back: no bit was changed since, and a key that we have sealed it."""
    try:
        unseal(sealed)
    except (InvalidTag, ValueError):  # the latter: too short to be sealed
        return False
    return True


def sealed_formerly(sealed: bytes) -> bool:
    """Whether a key that is no longer in use sealed it."""
    nonce, body = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    try:
        _keyring().cipher.decrypt(nonce, body, sealed[:1])
    except InvalidTag:
        return True
    return False


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
