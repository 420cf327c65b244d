import codecs
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.sources import Refused
from quizzes.formats import trees
from quizzes.formats.trees import MOST_BYTES, parse, root_name
from tests.quizzes.formats.bad_xml import NO_XML


def refusal(data: bytes | str) -> tuple[int, str]:
    with pytest.raises(Refused) as refused:
        parse(data.encode() if isinstance(data, str) else data, path="bank.xml")
    problem = refused.value.problem
    assert str(problem).startswith("bank.xml")
    assert problem.how
    return problem.line, problem.what


@pytest.mark.parametrize(("data", "line", "reason"), NO_XML)
def test_broken_or_boundless_xml_is_refused_with_its_line(
    data: bytes | str, line: int, reason: str
) -> None:
    found, what = refusal(data)
    assert (found, reason in what) == (line, True), what


def test_a_file_over_the_cap_is_not_parsed_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trees, "XMLParser", None)
    for declaration in (b"", b'<?xml version="1.0" encoding="latin-1"?>'):
        assert "bytes are more than" in refusal(declaration + b"<a>" + b" " * MOST_BYTES)[1]


@pytest.mark.parametrize(
    "data",
    [
        "<a>\n é</a>".encode(),
        codecs.BOM_UTF8 + "<a>\n é</a>".encode(),
        '<?xml version="1.0" encoding="utf-16"?><a>\n é</a>'.encode("utf-16"),
        '<?xml version="1.0" encoding="iso-8859-1"?><a>\n é</a>'.encode("latin-1"),
        "<?xml version='1.0' encoding='Windows-1252'?><a>\r\n é</a>".encode("cp1252"),
        "  \n<?xml version='1.0' encoding='utf-8'?><a> é</a>".encode(),
    ],
)
def test_usual_encodings_are_read(data: bytes) -> None:
    assert parse(data, path="x").text() == "é"


def test_elements_know_their_lines_names_and_words() -> None:
    root = parse(
        b"<q:quiz xmlns:q='urn:q' xml:lang='en'>\n\n<a x=' 1 '\n y='2'>"
        b"one <b>two</b> &lt;3<br/></a>\n"
        b"<a/><c><a><![CDATA[<p>]]></a></c></q:quiz>",
        path="x",
    )
    assert (root.name, root.line, root.get("lang"), root.get("none")) == ("quiz", 1, "en", "")
    first, second = root.all("a")
    assert (first.line, second.line, first.get("x")) == (3, 5, "1")
    assert first.text() == "one two <3"
    assert first.inner() == "one <b>two</b> &lt;3<br>"
    assert root.text("c", "a") == "<p>"
    assert root.text("c", "d", "a") == ""
    assert root.find("c", "a") is not None
    assert [node.line for node in root.deep("a", "b")] == [3, 5, 5]
    assert [node.name for node in root.deep("b", "c")] == ["b", "c"]


def test_lines_count_from_the_file_s_first() -> None:
    root = parse(b"\n\n<?xml version='1.0'?>\n<a>\n<b/></a>", path="x")
    assert (root.line, next(root.nodes).line) == (4, 5)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"<quiz>", "quiz"),
        (b"\xef\xbb\xbf  <?xml version='1.0'?>\n<!-- <x> -->\n<m:quiz a='1'>", "quiz"),
        ("<quiz/>".encode("utf-16"), "quiz"),
        (codecs.BOM_UTF16_BE + "<quiz/>".encode("utf-16-be"), "quiz"),
        (b"<!DOCTYPE quiz [<!ENTITY a 'b'>]>\n<quiz/>", "quiz"),
        (b"<qti-assessment-item x='1'>", "qti-assessment-item"),
        (b"words <quiz>", ""),
        (b"", ""),
        (b"<!--" + b"<" * 20_000, ""),
        (b"<!---->" * 500 + b"words", ""),
        (b"<?a?>" * 500 + b"<quiz/>", "quiz"),
        (b"<!DOCTYPE a []>" * 500 + b"words", ""),
        (b" " * 8_000 + b"words", ""),
    ],
)
def test_the_root_is_told_at_a_glance(data: bytes, name: str) -> None:
    assert root_name(data) == name


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                *["<a>", "</a>", "<b x='1'>", "</b>", "<!--", "-->", "<![CDATA[", "]]>", "&#65;"],
                *["<?xml version='1.0'", "?>", "<!DOCTYPE a", ">", "<", "\x00", "text", "\n", "\r"],
            ]
        ),
        max_size=12,
    ).map(lambda pieces: "".join(pieces).encode())
    | st.binary(max_size=40)
)
def test_any_bytes_become_a_tree_or_a_refusal(data: bytes) -> None:
    assert isinstance(root_name(data), str)
    with suppress(Refused):
        root = parse(data, path="x")
        assert root.outer().startswith(f"<{root.name}")
        assert 1 <= root.line <= data.count(b"\n") + data.count(b"\r") + 1
