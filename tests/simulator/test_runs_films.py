"""Results are kept by name, whole or not at all, within so many bytes, for all server processes."""

import os

import pytest

from simulator.runs.films import SHELVES, Films

NAME = "a1" * 32


@pytest.fixture
def films(tmp_path):
    return Films(tmp_path / "films", most_bytes=SHELVES * 1000)  # 1,000 bytes for the names that begin alike


def test_what_was_put_is_got_to_the_byte(films):
    films.put(NAME, b"\x1f\x8b\x00film")
    assert films.get(NAME) == b"\x1f\x8b\x00film"
    assert films.has(NAME)


def test_what_was_never_put_is_not_there(films):
    assert films.get(NAME) is None
    assert not films.has(NAME)


def test_another_process_finds_it(films):
    films.put(NAME, b"film")
    assert Films(films.folder, films.most_bytes).get(NAME) == b"film"


def test_beyond_its_bytes_the_longest_unused_goes(films):
    for name, second in [("a1", 1), ("a2", 2)]:
        films.put(name, b"x" * 400)
        os.utime(films.file(name), (second, second))
    assert films.get("a1")  # used now, so a2 is the one that nobody has used for longest
    films.put("a3", b"x" * 400)
    assert [films.has(name) for name in ("a1", "a2", "a3")] == [True, False, True]


def test_each_first_digit_has_its_share_so_that_the_whole_is_bounded(films):
    for first in "0123456789abcdef":
        for second in "01234":
            films.put(first + second, b"x" * 300)
    total = sum(file.stat().st_size for file in films.folder.rglob("*") if file.is_file())
    assert 0 < total <= films.most_bytes


def test_a_result_larger_than_its_share_is_not_kept_and_nothing_breaks(films):
    films.put(NAME, b"x" * 1001)
    assert films.get(NAME) is None


def test_a_disk_that_takes_nothing_keeps_nothing_and_breaks_nothing(films, caplog):
    films.folder.write_text("a file where the folder should be")
    films.put(NAME, b"film")
    assert films.get(NAME) is None
    assert "cannot be kept" in caplog.text


def test_no_half_written_result_is_left_when_the_disk_fills(films, monkeypatch):
    films.put("a1", b"film")
    monkeypatch.setattr("pathlib.Path.replace", lambda *to: (_ for _ in ()).throw(OSError(28, "No space left")))
    films.put("a2", b"film")
    assert [file.name for file in films.folder.rglob("*.*")] == ["a1.json.gz"]
