import stat
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.sources import Refused
from quizzes.formats.archives import Archive, Caps, is_zip
from tests.quizzes.formats.zips import claiming, renamed, with_attributes, zipped

SOUND = zipped({"one.xml": "<a/>", "folder/two.xml": b"<b/>" * 50})


def left_out(data: bytes) -> list[str]:
    return [str(problem) for problem in Archive(data, path="bank.zip").left_out]


def refused_to_open(data: bytes, caps: Caps | None = None) -> str:
    with pytest.raises(Refused) as refused:
        Archive(data, path="bank.zip", **({"caps": caps} if caps else {}))
    return str(refused.value.problem)


def refused_to_read(data: bytes, name: str, caps: Caps | None = None) -> tuple[str, int]:
    archive = Archive(data, path="bank.zip", **({"caps": caps} if caps else {}))
    with pytest.raises(Refused) as refused:
        archive.read(name)
    return str(refused.value.problem), archive.bytes_read


def test_members_are_read_in_memory_and_named_behind_the_archive() -> None:
    archive = Archive(SOUND, path="bank.zip")
    assert archive.names == ("one.xml", "folder/two.xml")
    assert archive.read("folder/two.xml") == b"<b/>" * 50
    assert archive.member_path("folder/two.xml") == "bank.zip/folder/two.xml"
    assert archive.left_out == []
    assert archive.bytes_read == 200


def test_what_systems_put_in_is_passed_over() -> None:
    data = zipped(
        {"__MACOSX/._a.xml": "x", ".DS_Store": "x", "a/": "", "a/Thumbs.db": "x", "b": "x"}
    )
    assert Archive(data, path="bank.zip").names == ("b",)
    assert left_out(data) == []


@pytest.mark.parametrize(
    "name",
    [
        *["/etc/passwd", "../up.xml", "a/../../up.xml", "a/..", "..", "C:/x.xml", "c:x.xml"],
        *["..\\up.xml", "a\\b.xml", "\\\\host\\share", "~/x.xml", "a/\x01.xml", "a\x7f.xml"],
    ],
)
def test_a_name_that_leads_elsewhere_is_left_out(name: str) -> None:
    data = zipped({"sound.xml": "<a/>", name: "<b/>"})
    assert Archive(data, path="bank.zip").names == ("sound.xml",)
    (problem,) = left_out(data)
    assert problem.startswith("bank.zip/")
    assert "a name that leads out of the archive – give" in problem


def test_a_name_that_begins_with_a_nul_or_is_empty_is_left_out() -> None:
    begun = renamed(zipped({"x.xml": "<a/>", "b.xml": "<b/>"}), "x.xml", "\0.xml")
    assert Archive(begun, path="bank.zip").names == ("b.xml",)
    assert "a name that leads out" in left_out(begun)[0]
    archive = Archive(zipped({"": "<a/>", "b.xml": "<b/>"}), path="bank.zip")
    assert archive.names == ("b.xml",)
    assert "a file without a name – make" in str(archive.left_out[0])


def test_a_name_cut_by_a_nul_is_left_out() -> None:
    data = renamed(zipped({"a.xml#.exe": "<a/>"}), "a.xml#.exe", "a.xml\0.exe")
    assert Archive(data, path="bank.zip").names == ()
    assert "a name that leads out" in left_out(data)[0]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (with_attributes(SOUND, "one.xml", flags=1), "the file is encrypted"),
        (
            with_attributes(SOUND, "one.xml", external=(stat.S_IFLNK | 0o777) << 16),
            "a symbolic link",
        ),
        (zipped({"one.xml": "<a/>", "one.xml #2": "<b/>"}, fold=True), "2 files have this name"),
        (zipped({"one.xml": "<a/>"}, method=zipfile.ZIP_BZIP2), "it is packed by method 12"),
        (zipped({"one.xml": "<a/>"}, method=zipfile.ZIP_LZMA), "it is packed by method 14"),
    ],
)
def test_a_member_that_is_not_plain_is_left_out_with_a_reason(data: bytes, reason: str) -> None:
    assert "one.xml" not in Archive(data, path="bank.zip").names
    (problem,) = left_out(data)
    assert problem.startswith(f"bank.zip/one.xml – {reason} – ")


@pytest.mark.parametrize("name", ["in.zip", "in.imscc", "IN.ZIP", "in.7z", "in.tar.gz", "in.rar"])
def test_an_archive_in_an_archive_is_left_out_by_its_name(name: str) -> None:
    assert "an archive inside an archive" in left_out(zipped({name: SOUND}))[0]


def test_an_archive_in_an_archive_is_refused_by_its_content() -> None:
    problem, _ = refused_to_read(zipped({"one.xml": SOUND}), "one.xml")
    assert problem.startswith("bank.zip/one.xml – an archive inside an archive – ")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "no zip file"),
        (b"PK", "no zip file"),
        (b"PK\x03\x04", "no zip file"),
        (b"<a/>", "no zip file"),
        (SOUND[:-1], "no zip file"),
        (SOUND[:40], "no zip file"),
        (SOUND[-22:], "no zip file"),
        (SOUND.replace(b"PK\x01\x02", b"PK\x01\x03"), "no zip file"),
    ],
)
def test_no_zip_file_is_refused(data: bytes, reason: str) -> None:
    assert refused_to_open(data).startswith(f"bank.zip – {reason}")


@pytest.mark.parametrize("end", range(0, len(SOUND), 7))
def test_a_zip_file_cut_anywhere_is_refused(end: int) -> None:
    assert refused_to_open(SOUND[:end]).startswith("bank.zip – no zip file, or not the whole")


def test_more_members_than_allowed_are_not_even_listed() -> None:
    data = zipped({f"{i}.xml": "" for i in range(101)})
    assert "more than 100 files" in refused_to_open(data, Caps(members=100))
    assert len(Archive(data, path="x", caps=Caps(members=101)).names) == 101


def test_a_file_larger_than_allowed_is_not_opened() -> None:
    assert "bytes are more than 50" in refused_to_open(SOUND, Caps(packed=50))


def test_a_member_is_read_no_further_than_its_cap() -> None:
    data = zipped({"big.xml": bytes(3_000_000)}, method=zipfile.ZIP_STORED)
    problem, read = refused_to_read(data, "big.xml", Caps(size=1_000_000))
    assert "unpacks to more than 1,000,000 bytes" in problem
    assert 1_000_000 < read <= 1_000_000 + 64 * 1024


def test_a_bomb_is_read_no_further_than_its_ratio_allows() -> None:
    data = zipped({"bomb.xml": bytes(15_000_000)})
    problem, read = refused_to_read(data, "bomb.xml", Caps(ratio=20))
    assert "more than 20 times its size" in problem
    assert read <= len(data) * 20 + 64 * 1024 < 1_000_000


def test_small_members_may_pack_well() -> None:
    data = zipped({"white.xml": b" " * 90_000})
    assert len(Archive(data, path="x", caps=Caps(ratio=10)).read("white.xml")) == 90_000


def test_all_members_together_are_capped() -> None:
    data = zipped({f"{i}.xml": bytes(90_000) for i in range(5)})
    archive = Archive(data, path="bank.zip", caps=Caps(total=200_000))
    assert len(archive.read("0.xml")) + len(archive.read("1.xml")) == 180_000
    with pytest.raises(Refused, match=r"bank\.zip/2\.xml – with it, more than 200,000 bytes"):
        archive.read("2.xml")
    assert archive.bytes_read <= 200_000 + 64 * 1024


@pytest.mark.parametrize("size", [0, 10, 199])
def test_a_size_that_is_too_small_is_found_out(size: int) -> None:
    problem, read = refused_to_read(claiming(SOUND, size=size), "folder/two.xml")
    assert problem.startswith("bank.zip/folder/two.xml – the file is broken in the archive")
    assert read <= 200


def test_a_size_that_is_too_large_gains_nothing() -> None:
    archive = Archive(claiming(SOUND, size=1 << 31), path="bank.zip")
    assert len(archive.read("folder/two.xml")) == archive.bytes_read == 200


def test_broken_content_is_told_with_its_member() -> None:
    at = SOUND.index(b"two.xml") + len("two.xml") + 3
    data = SOUND[:at] + bytes([SOUND[at] ^ 0xFF]) + SOUND[at + 1 :]
    problem, _ = refused_to_read(data, "folder/two.xml")
    assert problem.startswith("bank.zip/folder/two.xml – the file is broken in the archive: ")


def test_zips_are_told_by_their_first_bytes() -> None:
    assert is_zip(SOUND)
    assert is_zip(zipped({}))
    assert not is_zip(b"<a/>")


@settings(max_examples=400, deadline=None)
@given(
    at=st.integers(0, len(SOUND) - 1),
    put=st.binary(max_size=4),
    cut=st.integers(0, 4),
)
def test_a_damaged_zip_is_read_or_refused(at: int, put: bytes, cut: int) -> None:
    data = SOUND[:at] + put + SOUND[at + cut :]
    with suppress(Refused):
        archive = Archive(data, path="bank.zip")
        for name in archive.names:
            assert len(archive.read(name)) <= archive.bytes_read
