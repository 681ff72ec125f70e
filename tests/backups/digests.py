"""What a database holds, table by table; as a program, of the portal in DATA_DIR, as its owner, in JSON."""

import json
import os

import django

from dingnan_sw.backups import database


def digests(cursor):
    """Table → rows and a digest of all of them."""
    found = {}
    for table in database.column(cursor, database.TABLES):
        cursor.execute(f"SELECT count(*), md5(string_agg(one::text, '|' ORDER BY one::text)) FROM \"{table}\" AS one")
        found[table] = cursor.fetchone()
    return found


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dingnan_sw.settings")
    django.setup()
    from django.db import connection

    from dingnan_sw.audit.grants import owner

    with owner(), connection.cursor() as cursor:
        print(json.dumps(digests(cursor)))


if __name__ == "__main__":
    main()
