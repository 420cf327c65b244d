from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.sources import Refused
from quizzes.drafts import QuestionReport, Status
from quizzes.formats import known, trees
from quizzes.formats.qti import QTI
from quizzes.formats.qti.packages import read
from tests.quizzes.formats.sound import assert_sound
from tests.quizzes.formats.zips import renamed, with_attributes, zipped

CORPUS = Path(__file__).parents[2] / "corpus" / "qti"
CHOICE, SEVERAL, THREE, OLD = [
    (CORPUS / name).read_bytes()
    for name in ("choice-2.1.xml", "several-2.2.xml", "choice-3.0.xml", "canvas-1.2.xml")
]
RESOURCE = '<resource identifier="r{0}" type="{1}" href="{0}">{2}<file href="{0}"/></resource>\n'
BOMB = b"<?xml version='1.0'?>\n<!DOCTYPE a [<!ENTITY a 'b'>]>\n<assessmentItem>&a;"


def manifest(*hrefs: str, type_: str = "imsqti_item_xmlv2p1", metadata: str = "") -> str:
    resources = "".join(RESOURCE.format(href, type_, metadata) for href in hrefs)
    return f"<manifest><resources>\n{resources}</resources></manifest>"


def test_of(*hrefs: str) -> str:
    items = "".join(f'<assessmentItemRef identifier="i" href="{href}"/>' for href in hrefs)
    return f"<assessmentTest><testPart><section>{items}</section></testPart></assessmentTest>"


test_of.__test__ = False  # type: ignore[attr-defined]


def found(members: dict[str, bytes | str]) -> Sequence[QuestionReport]:
    return read(zipped(members), path="bank.zip")


def places(reports: Sequence[QuestionReport]) -> list[str]:
    return [f"{report.path}:{report.line}" for report in reports]


def rejected(members: dict[str, bytes | str]) -> list[str]:
    return [
        f"{report.path}:{report.line} – {report.reasons[0]}"
        for report in found(members)
        if report.status is Status.REJECTED
    ]


def test_items_come_in_the_manifest_s_order_with_their_lines_inside_their_members() -> None:
    reports = found(
        {
            "a/one.xml": CHOICE,
            "b/two.xml": SEVERAL,
            "imsmanifest.xml": manifest("b/two.xml", "a/one.xml"),
        }
    )
    assert places(reports) == ["bank.zip/b/two.xml:1", "bank.zip/a/one.xml:2"]
    assert [report.key for report in reports] == [("A", "C"), ("B",)]
    assert [report.number for report in reports] == ["1", "2"]


def test_a_test_s_order_comes_first_and_what_it_leaves_out_comes_last() -> None:
    reports = found(
        {
            "imsmanifest.xml": manifest("one.xml", "two.xml", "three.xml"),
            "one.xml": CHOICE,
            "two.xml": SEVERAL,
            "three.xml": THREE,
            "tests/t.xml": test_of("../three.xml", "../two.xml", "../gone.xml"),
        }
    )
    assert places(reports) == [
        "bank.zip/three.xml:2",
        "bank.zip/two.xml:1",
        "bank.zip/one.xml:2",
    ]


def test_keywords_of_the_manifest_are_tags() -> None:
    keywords = "".join(
        f"<keyword><string>{word}</string></keyword>" for word in ("service:rds", "level:3", "own")
    )
    metadata = f"<metadata><lom><general>{keywords}</general></lom></metadata>"
    (report,) = found({"imsmanifest.xml": manifest("a.xml", metadata=metadata), "a.xml": SEVERAL})
    assert report.draft is not None
    assert (report.draft.tags.services, report.draft.tags.level) == (("rds",), 3)
    assert any("keywords left out: “own”" in reason for reason in report.reasons)


def test_a_canvas_course_is_read_once_though_it_holds_each_quiz_twice() -> None:
    members: dict[str, bytes | str] = {
        "imsmanifest.xml": manifest("g7c1/assessment_qti.xml", type_="imsqti_xmlv1p2/imscc"),
        "g7c1/assessment_qti.xml": OLD,
        "g7c1/assessment_meta.xml": "<quiz><title>Brakes</title></quiz>",
        "non_cc_assessments/g7c1.xml.qti": OLD,
        "course_settings/course.xml": "<course/>",
        "wiki_content/page.html": "<html>no XML & none asked for</html>",
        "web_resources/x.png": b"\x89PNG",
    }
    data = zipped(members)
    reports = read(data, path="course.imscc")
    assert {report.path for report in reports} == {"course.imscc/non_cc_assessments/g7c1.xml.qti"}
    assert [report.status for report in reports].count(Status.REJECTED) == 2
    assert len(reports) == 6
    assert known.of_file("course.imscc", data) is QTI
    del members["non_cc_assessments/g7c1.xml.qti"]
    assert len(found(members)) == 6


def test_blackboard_s_pools_are_found_by_content() -> None:
    old = (CORPUS / "plain-1.2.xml").read_bytes()
    reports = found({"imsmanifest.xml": "<manifest/>", "res00001.dat": old, "res00002.dat": "x"})
    assert len([report for report in reports if report.draft]) == 4
    assert all(report.path == "bank.zip/res00001.dat" for report in reports)


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ({"a.xml": BOMB}, "bank.zip/a.xml:2 – a DOCTYPE – "),
        ({"a.xml": CHOICE[:300]}, "bank.zip/a.xml:5 – the XML is broken: "),
        ({"a.xml": b""}, "bank.zip/a.xml:1 – the file is empty – "),
        ({"a.xml": b"\xff\xff"}, "bank.zip/a.xml:1 – byte 1 (0xFF) is not UTF-8 – "),
        ({"a.xml": b"<assessmentItem>\0"}, "bank.zip/a.xml:1 – a NUL character – "),
        ({"a.xml": "<assessmentItem>" + "<p>" * 200}, "bank.zip/a.xml:1 – elements inside one"),
        ({"a.xml": zipped({"b": "c"})}, "bank.zip/a.xml:1 – an archive inside an archive – "),
        ({"in.zip": b"x"}, "bank.zip/in.zip:1 – an archive inside an archive – "),
        ({"../a.xml": CHOICE}, "bank.zip/../a.xml:1 – a name that leads out of the archive – "),
        ({"/etc/a.xml": CHOICE}, "bank.zip//etc/a.xml:1 – a name that leads out of the archive – "),
        ({"imsmanifest.xml": "<manifest>"}, "bank.zip/imsmanifest.xml:1 – the XML is broken"),
        (
            {"imsmanifest.xml": manifest("a.xml", "gone.xml")},
            "bank.zip/imsmanifest.xml:2 – the file a.xml is not in the package – ",
        ),
        ({"a.xml": "<assessmentItem/>"}, "bank.zip/a.xml:1 – it has no interaction"),
        ({"a.xml": b" " * 17_000_000}, "bank.zip/a.xml:1 – it unpacks to more than 16,777,216"),
        ({"a.xml": b" " * 16_000_000}, "bank.zip/a.xml:1 – it unpacks to more than 200 times"),
    ],
)
def test_a_bad_member_is_reported_and_the_others_are_read(
    members: dict[str, bytes | str], reason: str
) -> None:
    members = {"good.xml": SEVERAL, **members}
    assert rejected(members)[0].startswith(reason)
    assert [report.key for report in found(members) if report.draft] == [("A", "C")]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (with_attributes(zipped({"a.xml": CHOICE}), "a.xml", flags=1), "the file is encrypted"),
        (
            with_attributes(zipped({"a.xml": CHOICE}), "a.xml", external=0o120777 << 16),
            "a symbolic",
        ),
        (zipped({"a.xml": CHOICE, "a.xml #2": SEVERAL}, fold=True), "2 files have this name"),
        (renamed(zipped({"aaaaaa.xml": CHOICE}), "aaaaaa.xml", "../../.xml"), "a name that leads"),
    ],
)
def test_a_member_that_may_not_be_read_is_reported(data: bytes, reason: str) -> None:
    (report,) = read(data, path="bank.zip")
    assert (report.status, report.kind, report.line) == (Status.REJECTED, "file", 1)
    assert report.path.startswith("bank.zip/")
    assert report.reasons[0].startswith(reason)


def test_more_questions_than_any_bank_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trees, "MOST_QUESTIONS", 3)
    members: dict[str, bytes | str] = {f"{i}.xml": SEVERAL for i in range(3)}
    assert len(found(members)) == 3
    with pytest.raises(Refused, match=r"bank\.zip – more than 3 questions – split the file"):
        found({**members, "3.xml": SEVERAL})


@pytest.mark.parametrize("end", [0, 4, 30, 100, 200, -30, -22, -1])
def test_a_package_cut_short_is_refused(end: int) -> None:
    data = zipped({"imsmanifest.xml": manifest("a.xml"), "a.xml": CHOICE})[:end]
    with pytest.raises(Refused):
        read(data, path="bank.zip")


@pytest.mark.parametrize(
    ("members", "fits"),
    [
        ({"imsmanifest.xml": "<manifest/>"}, True),
        ({"package/imsmanifest.xml": "<manifest/>"}, True),
        ({"a.xml": "<assessmentItem/>"}, True),
        ({"deep/a.xml": "<questestinterop/>"}, True),
        ({"a.xml": "<assessmentItem/>", "t.xml": "<assessmentTest/>"}, True),
        ({"a.xml": "<assessmentItem/>", "b.xml": "<quiz/>"}, False),
        ({"a.xml": "<assessmentItem/>", "b.md": "# Quiz"}, False),
        ({"bank.md": "# Quiz", "x.xml": "<quiz/>"}, False),
        ({"a.xml": "<assessmentTest/>"}, False),
        ({}, False),
    ],
)
def test_packages_are_told_from_other_archives(members: dict[str, bytes | str], fits: bool) -> None:
    assert QTI.fits(zipped(members)) is fits


WHOLE = zipped({"imsmanifest.xml": manifest("a.xml", "b.xml"), "a.xml": CHOICE, "b.xml": OLD})
STORED = zipped({"imsmanifest.xml": manifest("a.xml"), "a.xml": CHOICE}, method=0)


@settings(max_examples=300, deadline=None)
@given(
    data=st.sampled_from([WHOLE, STORED]),
    places=st.lists(
        st.tuples(st.integers(0, 10**6), st.binary(max_size=3)), min_size=1, max_size=3
    ),
    cut=st.integers(0, 3),
)
def test_a_damaged_package_ends_in_reports_or_a_refusal(
    data: bytes, places: list[tuple[int, bytes]], cut: int
) -> None:
    for at, put in places:
        at %= len(data)
        data = data[:at] + put + data[at + cut :]
    assert QTI.fits(data) in (True, False)
    with suppress(Refused):
        assert_sound(read(data, path="bank.zip"), lines=300)
