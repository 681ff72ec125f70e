"""A sealed stream gives back exactly what went in, or refuses: no byte of it can be changed, cut off, added or moved."""

import io

import pytest

from dingnan_sw.lib import sealed_stream
from dingnan_sw.lib.sealed_stream import HEAD, MAGIC, NAME, TAG, Damaged, NotOurs, OtherKey, SealedReader, SealedWriter

KEY, OTHER = b"k" * 32, b"o" * 32
PIECE = 64


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch):
    monkeypatch.setattr(sealed_stream, "PIECE", PIECE)


def sealed(data, key=KEY):
    file = io.BytesIO()
    writer = SealedWriter(file, key)
    for start in range(0, len(data), 50):
        writer.write(data[start : start + 50])
    writer.close()
    return file.getvalue()


def opened(stream, key=KEY):
    return SealedReader(io.BytesIO(stream), key).read()


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 3 * PIECE + 7])
def test_what_went_in_comes_out(size):
    data = bytes(number % 251 for number in range(size))
    assert opened(sealed(data)) == data


def test_it_can_be_read_in_parts():
    reader = SealedReader(io.BytesIO(sealed(b"a" * 100 + b"b" * 100)), KEY)
    assert [reader.read(100), reader.read(70), reader.read(70), reader.read(70)] == [
        b"a" * 100,
        b"b" * 70,
        b"b" * 30,
        b"",
    ]


def test_nothing_of_the_data_can_be_read_in_it_and_twice_is_never_the_same():
    assert b"aaaa" not in sealed(b"a" * 300)
    assert sealed(b"a" * 300) != sealed(b"a" * 300)


def refusal(stream):
    with pytest.raises((Damaged, NotOurs, OtherKey)) as refused:
        opened(stream)
    return refused.type


def test_a_change_of_any_byte_is_refused():
    stream = sealed(b"x" * 3 * PIECE)
    expected = [NotOurs] * len(MAGIC) + [OtherKey] * NAME + [Damaged] * (len(stream) - len(MAGIC) - NAME)
    assert [refusal(stream[:at] + bytes([stream[at] ^ 1]) + stream[at + 1 :]) for at in range(len(stream))] == expected


def test_an_end_cut_off_anywhere_is_refused():
    stream = sealed(b"x" * 3 * PIECE)
    kinds = [refusal(stream[:length]) for length in range(len(stream) - 1)]
    assert kinds == [NotOurs] * HEAD + [Damaged] * (len(stream) - 1 - HEAD)


def test_what_is_added_moved_or_repeated_is_refused():
    stream = sealed(b"x" * 3 * PIECE)
    head, body, step = stream[:HEAD], stream[HEAD:], PIECE + TAG
    first, second, third = (body[at : at + step] for at in (0, step, 2 * step))
    for other in (body + b"x", body + third, second + first + third, first + first + second + third, first + third):
        assert refusal(head + other) is Damaged


def test_a_piece_of_another_stream_with_the_same_key_is_refused():
    mine, other = sealed(b"x" * 3 * PIECE), sealed(b"x" * 3 * PIECE)
    assert refusal(mine[:HEAD] + other[HEAD:]) is Damaged


def test_another_key_is_told_apart_from_damage():
    with pytest.raises(OtherKey):
        opened(sealed(b"x"), OTHER)


def test_a_stream_that_was_not_closed_is_refused():
    file = io.BytesIO()
    SealedWriter(file, KEY).write(b"x" * 5 * PIECE)
    assert refusal(file.getvalue()) is Damaged
