"""Changing the keys: everything that can be is sealed anew in one transaction; what cannot change is read with the former keys.

Killed before the transaction ends, nothing has happened; killed after it, the next start puts the new keys in their place
(dingnan_sw.audit.keys). The histories and the audit record only grow: they keep their former keys, which stay beside the new ones.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pghistory
from django.apps import apps
from django.conf import settings
from django.core.management.base import CommandError  # what a command says in one line, without a traceback
from django.db import IntegrityError, connection, transaction
from django.db.models import Model

from dingnan_sw.audit import keys
from dingnan_sw.audit.chain import record
from dingnan_sw.audit.models import KeyProof
from dingnan_sw.audit.protect import tables_without
from dingnan_sw.lib.secrets import SealedTextField, is_whole, sealed_formerly, unseal, write_sealed

ACTION = "更换密钥"
Reindex = Callable[[], int]
_reindexers: list[Reindex] = []


def reindexer(reindex: Reindex) -> Reindex:
    """reindex writes the blind indexes of a register anew, from the values in clear; it returns how many rows."""
    _reindexers.append(reindex)
    return reindex


def rotate(names: Sequence[str], by: Any = None) -> dict[str, int]:
    """New keys of these names. Returns how many rows were sealed anew, kept as they are, and indexed anew.

    Raises:
        CommandError: somebody else is at work in the database; nothing was done.
    """
    _refuse_company()
    ring = settings.KEYRING
    ring.take_over(names)
    try:
        with transaction.atomic(), pghistory.context(via=ACTION):
            done = _anew(names)
            record(ACTION, by=by, keys=[str(KeyProof.Key(name).label) for name in names], counts=done)
            for name in names:
                keys.prove_new(name)
    except BaseException:
        ring.forget()  # the new keys stay: what was told as failed may have been committed after all
        raise
    for name in names:
        ring.complete(name)
    return done


def _refuse_company() -> None:
    """Another process would go on with the keys that it has read."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND backend_type = 'client backend'"
        )
        if cursor.fetchone()[0]:
            raise CommandError("系统正在运行（数据库还有别的连接）：请先停止系统再更换密钥。没有改动任何东西。")


def _anew(names: Sequence[str]) -> dict[str, int]:
    done = Counter({"sealed": 0, "kept": 0, "indexed": 0})
    if KeyProof.Key.FIELDS in names:
        done.update(outcome for model in models() for outcome in _sealed_anew(model))
    if KeyProof.Key.INDEX in names:
        done["indexed"] = sum(reindex() for reindex in _reindexers)
    return dict(done)


def models() -> list[type[Model]]:
    """Those with sealed values that may still be changed."""
    kept = {*tables_without("UPDATE")}
    return [model for model in apps.get_models() if _fields(model) and model._meta.db_table not in kept]


def _fields(model: type[Model]) -> list[str]:
    return [field.name for field in model._meta.concrete_fields if isinstance(field, SealedTextField)]


def _sealed_anew(model: type[Model]) -> Iterator[str]:
    """What became of each row with a sealed value: sealed, or kept where the database lets nobody change it any more."""
    names = _fields(model)
    found = model._base_manager.select_for_update(of=("self",)).order_by("pk").values_list("pk", *names)
    for pk, *values in found:
        told = {name: value for name, value in zip(names, values, strict=True) if value}
        if told:
            yield _stored(model, pk, told)


def _stored(model: type[Model], pk: Any, told: dict[str, str]) -> str:
    try:
        with transaction.atomic():
            model._base_manager.filter(pk=pk).update(**told)
    except IntegrityError:
        return "kept"
    return "sealed"


def reseal_files(folders: Sequence[Path]) -> tuple[int, list[Path]]:
    """Each file that a former key sealed, one after another; may be stopped and begun again.

    Returns how many, and those that no key opens any more, which stay as they are.
    """
    files = [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]
    count, damaged = 0, []
    for path in files:
        data = path.read_bytes()
        if not is_whole(data):
            damaged.append(path)
        elif sealed_formerly(data):
            fresh = path.with_name(f"{path.name}.anew")
            write_sealed(fresh, unseal(data))
            fresh.replace(path)
            count += 1
    return count, damaged
