"""forms.toml: what it gives, and what it says of its faults."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.catalogue import CatalogueError
from quizzes.form_files import FormDraft, FormKind, as_toml, read_forms

GOOD = """\
# Two forms.

[[forms]]
slug = "mock-1"
title = "Mock exam 1"
questions = [
    "sloop-mast",
    "ketch-mast",
    "trade-wind",
]
unscored = ["ketch-mast"]

[[forms]]
slug = "diagnostic"
title = "Where to begin"
kind = "diagnostic"
questions = ["sloop-mast"]
"""


def read(text: str) -> tuple[FormDraft, ...]:
    return read_forms(text, path="sea/forms.toml")


def problems(text: str) -> list[tuple[int, str]]:
    with pytest.raises(CatalogueError) as error:
        read(text)
    assert all(found.how and found.path == "sea/forms.toml" for found in error.value.problems)
    return [(found.line, found.what) for found in error.value.problems]


def test_everything_a_form_may_say() -> None:
    exam, diagnostic = read(GOOD)
    assert (exam.slug, exam.title, exam.kind) == ("mock-1", "Mock exam 1", FormKind.EXAM)
    assert exam.questions == ("sloop-mast", "ketch-mast", "trade-wind")
    assert exam.unscored == {"ketch-mast"}
    assert (exam.line, list(exam.lines)) == (3, [7, 8, 9])
    assert (diagnostic.kind, diagnostic.unscored) == (FormKind.DIAGNOSTIC, frozenset())
    assert (diagnostic.line, list(diagnostic.lines)) == (13, [17])


def test_no_forms_are_no_mistake() -> None:
    assert read("# none yet\n") == ()


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ('slug = "mock-1"\n', "", [(3, "forms has no slug")]),
        ('"mock-1"', '"Mock 1"', [(4, "slug Mock 1 cannot stand in an address")]),
        ('"diagnostic"\ntitle', '"mock-1"\ntitle', [(14, "a second form mock-1")]),
        ('title = "Mock exam 1"\n', "", [(3, "forms has no title")]),
        ('kind = "diagnostic"', 'kind = "essay"', [(16, "kind essay is none of a form")]),
        ('questions = ["sloop-mast"]\n', "", [(13, "the form has no questions")]),
        ('["sloop-mast"]', "[]", [(17, "the form has no questions")]),
        ('["sloop-mast"]', '"sloop-mast"', [(17, "questions is no list of texts")]),
        ('"trade-wind",', '"sloop-mast",', [(9, "sloop-mast is asked twice")]),
        (
            '["ketch-mast"]',
            '["keel"]',
            [(11, "keel does not count, but is not asked either")],
        ),
        (
            '["ketch-mast"]',
            '["ketch-mast", "sloop-mast", "trade-wind"]',
            [(11, "none of the form's questions counts")],
        ),
        ("unscored", "unscroed", [(11, "unknown key unscroed")]),
        ('[[forms]]\nslug = "mock-1"', '[[froms]]\nslug = "mock-1"', [(0, "unknown key froms")]),
        ('"mock-1"', '"mock-1', [(4, "no valid TOML: Illegal character '\\n'")]),
    ],
)
def test_a_mistake_is_said_with_its_line(old: str, new: str, found: list[tuple[int, str]]) -> None:
    assert old in GOOD
    said = problems(GOOD.replace(old, new, 1))
    assert set(found) <= set(said)
    assert len(said) <= 2


def test_a_form_of_very_many_questions_is_refused() -> None:
    codes = ", ".join(f'"q-{number}"' for number in range(301))
    text = f'[[forms]]\nslug = "s"\ntitle = "T"\nquestions = [{codes}]\n'
    assert problems(text) == [(4, "a form has more than 300 questions")]


CODES = st.lists(
    st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,4})?", fullmatch=True),
    min_size=1,
    max_size=6,
    unique=True,
)
TITLES = st.text(st.characters(blacklist_categories=["C", "Z"]), min_size=1, max_size=40)


@given(CODES, TITLES, st.sampled_from(FormKind), st.data())
def test_what_is_written_is_read(
    codes: list[str], title: str, kind: FormKind, data: st.DataObject
) -> None:
    unscored = data.draw(st.sets(st.sampled_from(codes), max_size=len(codes) - 1))
    made = FormDraft("a-form", title, kind, codes, frozenset(unscored), 0, [])
    (found,) = read(as_toml(made))
    assert (found.slug, found.title, found.kind) == ("a-form", title, kind)
    assert (list(found.questions), set(found.unscored)) == (codes, unscored)
