"""That the keys under DATA_DIR are the database's own: with others nobody would be found, and everybody entered twice."""

from typing import Any

from cryptography.exceptions import InvalidTag
from django.apps import apps
from django.conf import settings
from django.core.management.base import CommandError  # what a command says in one line, without a traceback
from django.db import DEFAULT_DB_ALIAS, ProgrammingError, connection

from dingnan_sw.audit.models import Entry, KeyProof
from dingnan_sw.lib.secrets import SealedTextField, unseal

# A former index key reads nothing any more; these read the histories, the final payments and the record.
STILL_READ = (KeyProof.Key.FIELDS, KeyProof.Key.AUDIT)
_agreed = False


def compare(connection: Any, **signal: Any) -> None:
    """On the first connection of a process: refuse it when the database has been used with other keys."""
    global _agreed  # noqa: PLW0603 # once a process is enough
    if _agreed or connection.alias != DEFAULT_DB_ALIAS:
        return
    wrong = [name for name, proof in _proofs(connection).items() if not _is_ours(name, proof)]
    if wrong:
        connection.close()
        raise _refusal(wrong)
    _agreed = True


def _is_ours(name: str, proof: str) -> bool:
    """A rotation that was killed after its transaction, before the new key took the place of the old one, is ended here."""
    ring = settings.KEYRING
    if ring.proof(name) != proof and ring.proof(name, f"{name}.new") == proof:
        ring.complete(name)
    return _proof(name) == proof


def _proof(name: str) -> str:
    """Of the key that lies under that name now, be it in use or a former one."""
    found: str = settings.KEYRING.proof(name.partition(".")[0], name)
    return found


def amiss() -> list[str]:
    """The names of the keys of the data that are lost or another database's, as their files are now."""
    return [name for name, proof in _proofs(connection).items() if _proof(name) != proof]


def _proofs(connection: Any) -> dict[str, str]:
    """By the name of a key of the data, each before its former ones; none before the tables are there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s)", [KeyProof._meta.db_table])
        if cursor.fetchone()[0] is None:
            return {}
        try:
            table = KeyProof._meta.db_table
            cursor.execute(f"SELECT name, proof FROM {table} WHERE name <> %s ORDER BY name", [KeyProof.BACKUP])
        except ProgrammingError as denied:  # a database of a version that had one role, before migrate
            raise _not_granted(connection) from denied
        return dict(cursor.fetchall())


def _not_granted(connection: Any) -> CommandError:
    user = connection.settings_dict.get("USER")
    connection.close()
    return CommandError(f"数据库角色 {user} 还没有读写各表的权限。请先运行 manage.py migrate，再启动系统。")


def keep_proofs(using: str = DEFAULT_DB_ALIAS, **signal: Any) -> None:
    """After each migration: what proves the keys is in the database from the start, and for one filled earlier from now on."""
    if using != DEFAULT_DB_ALIAS or KeyProof._meta.db_table not in connection.introspection.table_names():
        return
    former = [one for key in STILL_READ for one in settings.KEYRING.retired(key)]
    if empty := [name for name in former if not _proof(name)]:
        raise _refusal(empty)
    _refuse_unreadable()
    for name in KeyProof.Key.values:
        settings.KEYRING.text(name)
    for name in [*KeyProof.Key.values, *former]:
        KeyProof.objects.get_or_create(name=name, defaults={"proof": _proof(name)})


def prove_new(name: str) -> None:
    """Within the transaction of a rotation: NAME.new is the database's own from now on, the present key a former one."""
    if name in STILL_READ:
        KeyProof.objects.update_or_create(name=settings.KEYRING.number(name), defaults={"proof": _proof(name)})
    KeyProof.objects.filter(name=name).update(proof=settings.KEYRING.proof(name, f"{name}.new"))


def _refuse_unreadable() -> None:
    sealed = _sealed()
    try:
        unseal(sealed) if sealed else None
    except InvalidTag as other:
        raise _refusal([KeyProof.Key.FIELDS]) from other


def refuse_to_replace(name: str) -> None:
    """A key is never made where data exists that only the lost one can read."""
    match name:
        case KeyProof.Key.FIELDS | KeyProof.Key.INDEX:
            used = _sealed() is not None
        case KeyProof.Key.AUDIT:
            used = _has_table(Entry) and Entry.objects.exists()
        case _:
            return
    if used:
        raise _refusal([name])


def _sealed() -> bytes | None:
    """Any sealed value of the database."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, SealedTextField) and _has_table(model):
                with connection.cursor() as cursor:
                    table, column = model._meta.db_table, field.column
                    cursor.execute(f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL LIMIT 1")
                    row = cursor.fetchone()
                if row:
                    return bytes(row[0])
    return None


def _has_table(model: Any) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s)", [model._meta.db_table])
        return cursor.fetchone()[0] is not None


def words(names: list[str]) -> str:
    """That these are lost or not ours, and how to mend it."""
    return (
        f"密钥与数据库不符：{settings.KEYRING.folder} 里的 {'、'.join(names)} 丢失，或不是这个数据库的密钥，"
        "已加密的数据读不出来。请从备份找回这几个文件（备份手册第 5 节），或改用原来的 DATA_DIR。"
    )


def _refusal(names: list[str]) -> CommandError:
    return CommandError(words(names))
