"""Whether what was restored is what the manifest states: rows, sums, the audit chain, the keys, every file."""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection

from dingnan_sw.audit import keys, verifying
from dingnan_sw.backups import archive, database, holdings
from dingnan_sw.lib.secrets import is_whole

FIND = "请从较早的备份里找回它（备份手册第 5 节）"
Manifest = archive.Manifest
Check = Callable[[Manifest], Iterator[str]]


def findings(manifest: Manifest) -> list[str]:
    """Every difference, in words; empty when there is none."""
    return [words for look in (_rows, _sums, _keys, _chain, _files) for words in look(manifest)]


def _rows(manifest: Manifest) -> Iterator[str]:
    with connection.cursor() as cursor:
        found = database.counts(cursor)
    for table in sorted(found.keys() | manifest["tables"].keys()):
        stated, there = manifest["tables"].get(table), found.get(table)
        if stated != there:
            yield f"表 {table}：备份时 {_count(stated)}，恢复后 {_count(there)}"


def _count(rows: int | None) -> str:
    return "没有这张表" if rows is None else f"{rows} 行"


def _sums(manifest: Manifest) -> Iterator[str]:
    with connection.cursor() as cursor:
        found = database.sums(cursor, holdings.SUMS)
    for name, stated in manifest["sums"].items():
        for year in sorted(stated.keys() | found[name].keys()):
            there = found[name].get(year)
            if stated.get(year) != there:
                yield f"{year} 年{name}合计：备份时 {stated.get(year, '没有')}，恢复后 {there or '没有'}"


def _keys(manifest: Manifest) -> Iterator[str]:
    for name in keys.amiss():
        yield f"密钥 {name} 丢失，或与数据不符"


def _chain(manifest: Manifest) -> Iterator[str]:
    verdict = verifying.verify()
    if not verdict.holds:
        yield f"审计记录{verdict.words}"
    with connection.cursor() as cursor:
        if database.chain_head(cursor) != manifest["chain"]:
            yield "审计记录的最后一条与备份时不同"


def _files(manifest: Manifest) -> Iterator[str]:
    """The digest alone vouches for what was on the disk when the backup was taken, rotten or not: each file is unsealed too."""
    for name, stated in archive.stored(manifest).items():
        path = Path(settings.DATA_DIR) / name
        data = path.read_bytes() if path.exists() else b""
        if hashlib.sha256(data).hexdigest() != stated["sha256"]:
            yield f"文件 {name} 与备份时不同"
        elif not is_whole(data):
            yield f"文件 {name} 备份时已经损坏，打不开：{FIND}"
    for name in manifest["missing"]:
        yield f"文件 {name} 在备份时已经不在：{FIND}"
