"""What must stand nowhere in the code: statements put together from text, markup believed unseen, addresses of other hosts."""

import ast
import re
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
APPS = ("dingnan_sw", "positions", "talent", "incentives")
SOURCES = [path for app in APPS for path in sorted((ROOT / app).rglob("*.py")) if "migrations" not in path.parts]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
# The names of our own tables and columns, as the models give them; nothing that anybody types.
NAMES_OF_TABLES = {
    "dingnan_sw/audit/protect.py",
    "dingnan_sw/audit/keys.py",
    "incentives/paying/known.py",
    "incentives/paying/preparing.py",
}


def calls(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]


def is_put_together(argument):
    """An f-string, a sum or a % of texts, or .format(), but for the driver's own, which quotes."""
    formatted = isinstance(argument, ast.Call) and getattr(argument.func, "attr", "") == "format"
    if formatted and ast.unparse(argument.func.value).startswith("sql.SQL("):
        return False
    return formatted or isinstance(argument, ast.JoinedStr | ast.BinOp)


def put_together(path):
    return [
        call.lineno
        for call in calls(path)
        if call.func.attr in ("execute", "executemany", "copy_expert") and call.args and is_put_together(call.args[0])
    ]


def test_no_statement_is_put_together_but_from_names_of_tables():
    found = {str(path.relative_to(ROOT)) for path in SOURCES if put_together(path)}
    assert found == NAMES_OF_TABLES


def test_the_search_for_such_statements_finds_them(tmp_path):
    path = tmp_path / "bad.py"
    path.write_text(
        'c.execute(f"SELECT {x}")\nc.execute("SELECT %s" % x)\nc.execute("S {}".format(x))\nc.execute("S", [x])\n'
    )
    assert put_together(path) == [1, 2, 3]


def test_no_query_takes_a_piece_of_text_for_sql():
    piece = re.compile(r"\.raw\(|\.extra\(|\bRawSQL\b")
    assert [str(path) for path in SOURCES if piece.search(path.read_text(encoding="utf-8"))] == []


def test_no_text_is_believed_to_be_markup():
    believed = re.compile(r"mark_safe|\|\s*safe\b|autoescape off|html_safe")
    assert [str(path) for path in [*SOURCES, *TEMPLATES] if believed.search(path.read_text(encoding="utf-8"))] == []


def test_no_page_names_another_host():
    other = re.compile(r"""(?:src|href|action|url\()\s*=?\s*["']?(?:https?:)?//""")
    files = [*TEMPLATES, *(ROOT / "static").rglob("*.css"), *(ROOT / "static").rglob("*.js")]
    assert [str(path) for path in files if other.search(path.read_text(encoding="utf-8"))] == []
