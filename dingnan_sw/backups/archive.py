"""The file of a backup: a tar stream, sealed. Its last member is the manifest, which states the digest of every other."""

import hashlib
import io
import json
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

from django.core.management.base import CommandError  # what a command says in one line, without a traceback

from dingnan_sw.lib.sealed_stream import Damaged, NotOurs, OtherKey, SealedReader, SealedWriter

MANIFEST = "manifest.json"
DUMP = "database/"  # the dump in pieces, since its length is not known when it begins
KEYS = "keys/"
PIECE = 8 << 20
FORMAT = 1

Manifest = dict[str, Any]


class Packer:
    """Adds members; finish() writes the manifest and closes the stream."""

    def __init__(self, file: BinaryIO, key: bytes) -> None:
        self._sealed = SealedWriter(file, key)
        self._tar = tarfile.open(fileobj=cast(Any, self._sealed), mode="w|")  # noqa: SIM115 # finish() closes it
        self.members: dict[str, dict[str, Any]] = {}

    def add(self, name: str, data: bytes) -> None:
        self._put(name, data)
        self.members[name] = {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}

    def add_dump(self, stream: IO[bytes]) -> None:
        number = 0
        while piece := stream.read(PIECE):
            self.add(f"{DUMP}{number:06d}", piece)
            number += 1

    def finish(self, manifest: Manifest) -> None:
        self._put(MANIFEST, json.dumps({"format": FORMAT, **manifest, "members": self.members}).encode())
        self._tar.close()
        self._sealed.close()

    def _put(self, name: str, data: bytes) -> None:
        member = tarfile.TarInfo(name)
        member.size = len(data)
        self._tar.addfile(member, io.BytesIO(data))


def members(path: Path, key: bytes) -> Iterator[tuple[str, bytes]]:
    """Each member with its data, to the very end of the file.

    Raises:
        CommandError: in one line, what is wrong with the file or the key.
    """
    try:
        with path.open("rb") as file:
            sealed = SealedReader(file, key)
            with tarfile.open(fileobj=cast(Any, sealed), mode="r|") as tar:
                for member in tar:
                    content = tar.extractfile(member)
                    yield member.name, content.read() if content else b""
            while sealed.read(PIECE):
                pass
    except OSError as unreadable:
        raise CommandError(f"备份文件读不出：{path}（{unreadable.strerror}）") from unreadable
    except NotOurs as other:
        raise CommandError(f"不是本系统的备份文件：{path}") from other
    except OtherKey as other:
        raise CommandError(f"备份密钥与这份备份不符（或文件开头已损坏）：{path}。请用做备份时的备份密钥。") from other
    except (Damaged, tarfile.TarError) as broken:
        raise CommandError(f"备份文件已损坏或不完整：{path}。请换用另一份备份。") from broken


def examine(path: Path, key: bytes, report: Callable[[int], None] = lambda size: None) -> Manifest:
    """Read the whole file, and believe it only when every member is what the manifest says.

    Raises:
        CommandError: in one line, what is wrong with the file or the key.
    """
    found, manifest = {}, None
    for name, data in members(path, key):
        if name == MANIFEST:
            manifest = json.loads(data)
            continue
        found[name] = {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        report(len(data))
    if manifest is None or manifest.get("format") != FORMAT or manifest["members"] != found:
        raise CommandError(f"备份文件的内容与清单不符：{path}。请换用另一份备份。")
    return cast(Manifest, manifest)


def stored(manifest: Manifest) -> dict[str, dict[str, Any]]:
    """The stored files among the members: neither dump nor keys."""
    members: dict[str, dict[str, Any]] = manifest["members"]
    return {name: stated for name, stated in members.items() if not name.startswith((DUMP, KEYS))}
