"""A backup's file is believed only when every byte of it holds; what is wrong with it is told in one line."""

import io
import json
import random

import pytest
from django.core.management.base import CommandError
from hypothesis import given
from hypothesis import strategies as st

from dingnan_sw.backups import archive
from dingnan_sw.lib import sealed_stream

KEY, OTHER = b"k" * 32, b"o" * 32


def packed(path, tamper=lambda manifest: manifest):
    with path.open("wb") as file:
        packer = archive.Packer(file, KEY)
        packer.add("keys/fields", b"00" * 32)
        packer.add("papers/1", random.Random(1).randbytes(3000))
        packer.add_dump(io.BytesIO(b"rows" * 500))
        packer.members = tamper(packer.members)
        packer.finish({"tables": {"a": 1}})
    return path


@pytest.fixture
def file(tmp_path):
    return packed(tmp_path / "one.dnbak")


def refusal(path, key=KEY):
    with pytest.raises(CommandError) as refused:
        archive.examine(path, key)
    words = str(refused.value)
    assert len(words.splitlines()) == 1
    return words


def test_a_whole_file_gives_its_manifest(file):
    manifest = archive.examine(file, KEY)
    assert manifest["tables"] == {"a": 1}
    assert {name: stated["size"] for name, stated in manifest["members"].items()} == {
        "keys/fields": 64, "papers/1": 3000, "database/000000": 2000
    }  # fmt: skip


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    kept, sealed_stream.PIECE = sealed_stream.PIECE, 1024
    yield packed(tmp_path_factory.mktemp("whole") / "whole.dnbak")
    sealed_stream.PIECE = kept


@given(place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_one_bit_changed_anywhere_is_refused(whole, place, bit):
    data = bytearray(whole.read_bytes())
    data[int(place * len(data))] ^= 1 << bit
    changed = whole.with_name("changed.dnbak")
    changed.write_bytes(data)
    assert refusal(changed)


@given(place=st.floats(0, 1, exclude_max=True))
def test_a_file_cut_short_anywhere_is_refused(whole, place):
    cut = whole.with_name("cut.dnbak")
    cut.write_bytes(whole.read_bytes()[: int(place * whole.stat().st_size)])
    assert refusal(cut)


def test_the_wrong_key_is_named_as_that(file):
    assert "备份密钥与这份备份不符" in refusal(file, OTHER)


def test_another_kind_of_file_is_named_as_that(tmp_path):
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04" + b"\0" * 100)
    assert "不是本系统的备份文件" in refusal(tmp_path / "a.zip")


def test_a_file_that_is_not_there_is_told(tmp_path):
    assert "备份文件读不出" in refusal(tmp_path / "none.dnbak")


@pytest.mark.parametrize(
    "tamper",
    [
        lambda members: {name: stated for name, stated in members.items() if name != "papers/1"},
        lambda members: {**members, "papers/2": {"size": 1, "sha256": "0" * 64}},
        lambda members: {**members, "papers/1": {"size": 3000, "sha256": "0" * 64}},
    ],
)
def test_members_other_than_the_manifest_says_are_refused(tmp_path, tamper):
    assert "与清单不符" in refusal(packed(tmp_path / "other.dnbak", tamper))


def test_a_file_without_its_manifest_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(json, "dumps", lambda told: '{"format": 0}')
    assert "与清单不符" in refusal(packed(tmp_path / "old.dnbak"))


def test_the_dump_is_taken_in_pieces(tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "PIECE", 700)
    path = packed(tmp_path / "pieces.dnbak")
    archive.examine(path, KEY)
    pieces = [data for name, data in archive.members(path, KEY) if name.startswith(archive.DUMP)]
    assert [len(piece) for piece in pieces] == [700, 700, 600]
    assert b"".join(pieces) == b"rows" * 500
