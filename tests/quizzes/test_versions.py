from dataclasses import replace

import pytest

from content.dressing import Image
from content.surroundings import Surroundings
from quizzes.drafts import Kind, OptionDraft, QuestionDraft
from quizzes.models import ImmutableError, MatchAnswer, Option, Question, QuestionVersion
from quizzes.versions import as_draft, newest_version, write_version
from tests.books import rows
from tests.factories import NOON, QuestionFactory, UserFactory

pytestmark = pytest.mark.django_db
DRAFT = QuestionDraft(
    path="",
    line=0,
    number="",
    kind=Kind.SINGLE,
    stem="Which *one*?",
    options=(
        OptionDraft("A", "`this`", is_key=True, rationale="**yes**"),
        OptionDraft("B", "that", is_key=False),
    ),
    explanation="So.",
)


@pytest.fixture
def question() -> Question:
    made: Question = QuestionFactory()
    return made


def test_words_become_version_one_with_their_html(question: Question) -> None:
    author = UserFactory()
    version = write_version(question, DRAFT, now=NOON, author_id=author.pk)
    assert (version.number, version.author, version.created_at) == (1, author, NOON)
    assert version.stem_html == "Which <em>one</em>?"
    first, second = version.options.all()
    assert (first.position, first.letter, first.is_key) == (1, "A", True)
    assert (first.html, first.rationale_html) == ("<code>this</code>", "<strong>yes</strong>")
    assert (second.rationale, second.rationale_html) == ("", "")
    question.refresh_from_db()
    assert question.current == version


def test_same_words_are_written_once(question: Question) -> None:
    write_version(question, DRAFT, now=NOON)
    before = rows()
    write_version(question, replace(DRAFT, path="b.md", number="9"), now=NOON)
    assert rows() == before


def test_changed_words_are_the_next_version_and_the_older_stays(question: Question) -> None:
    old = write_version(question, DRAFT, now=NOON)
    new = write_version(question, replace(DRAFT, stem="Which now?"), now=NOON)
    assert new.number == 2
    assert question.current == new
    old.refresh_from_db()
    assert old.stem == "Which *one*?"
    assert old.options.count() == 2


def test_older_words_again_are_a_new_version(question: Question) -> None:
    write_version(question, DRAFT, now=NOON)
    write_version(question, replace(DRAFT, stem="Which now?"), now=NOON)
    assert write_version(question, DRAFT, now=NOON).number == 3


def test_version_that_is_not_current_waits_beside_the_one_that_is(question: Question) -> None:
    asked = write_version(question, DRAFT, now=NOON)
    waiting = write_version(question, replace(DRAFT, stem="Soon?"), now=NOON, current=False)
    question.refresh_from_db()
    assert question.current == asked
    assert newest_version(question) == waiting
    assert write_version(question, replace(DRAFT, stem="Soon?"), now=NOON) == waiting
    question.refresh_from_db()
    assert question.current == waiting
    assert question.versions.count() == 2


def test_question_without_words_has_no_newest_version(question: Question) -> None:
    assert newest_version(question) is None


def with_picture(address: str) -> Surroundings:
    return Surroundings(image=lambda target: Image(address))


def test_html_is_made_anew_only_when_asked_and_the_words_stay(question: Question) -> None:
    draft = replace(
        DRAFT,
        explanation="![a](a.png)",
        options=(replace(DRAFT.options[0], text="![a](a.png)", rationale="no image"),
                 DRAFT.options[1]),
    )  # fmt: skip
    version = write_version(question, draft, now=NOON, surroundings=with_picture("/1.png"))
    write_version(question, draft, now=NOON, surroundings=with_picture("/2.png"))
    version.refresh_from_db()
    assert "/1.png" in version.explanation_html
    before = as_draft(version)
    write_version(question, draft, now=NOON, surroundings=with_picture("/2.png"), redraw=True)
    version.refresh_from_db()
    assert "/2.png" in version.explanation_html
    assert "/2.png" in version.options.get(letter="A").html
    assert version.stem_html == "Which <em>one</em>?"
    assert as_draft(version) == before
    assert QuestionVersion.objects.count() == 1


def test_words_are_refused_a_second_write(question: Question) -> None:
    version = write_version(question, DRAFT, now=NOON)
    version.stem = "Other"
    with pytest.raises(ImmutableError):
        version.save()
    with pytest.raises(ImmutableError):
        Option.objects.filter(version=version).update(is_key=True)


ORDERING = replace(
    DRAFT,
    kind=Kind.ORDERING,
    options=(
        OptionDraft("A", "*last*", is_key=False, rationale="ends it", place=2),
        OptionDraft("B", "first", is_key=False, place=1),
    ),
)
MATCHING = replace(
    DRAFT,
    kind=Kind.MATCHING,
    options=(
        OptionDraft("A", "`S3`", is_key=False, place=2),
        OptionDraft("B", "EFS", is_key=False, rationale="mounted", place=2),
        OptionDraft("C", "RDS", is_key=False, place=3),
    ),
    answers=("*never* right", "files", "rows"),
)


@pytest.mark.parametrize("draft", [DRAFT, ORDERING, MATCHING])
def test_version_is_a_draft_again(question: Question, draft: QuestionDraft) -> None:
    question.source_path, question.source_line, question.source_number = "a.md", 7, "3"
    question.save()
    version = write_version(question, draft, now=NOON)
    found = as_draft(version)
    assert found == replace(draft, path="a.md", line=7, number="3")
    assert found.fingerprint == version.fingerprint
    before = rows()
    write_version(question, found, now=NOON)
    assert rows() == before


def test_answers_are_written_with_their_html(question: Question) -> None:
    version = write_version(question, MATCHING, now=NOON)
    assert list(version.answers.values_list("position", "html")) == [
        (1, "<em>never</em> right"),
        (2, "files"),
        (3, "rows"),
    ]
    assert list(version.options.values_list("place", "is_key")) == [
        (2, False),
        (2, False),
        (3, False),
    ]


@pytest.mark.parametrize(
    "changed",
    [
        replace(MATCHING, answers=("*never* right", "files", "tables")),
        replace(MATCHING, answers=(*MATCHING.answers, "one more")),
        replace(MATCHING, options=(replace(MATCHING.options[0], place=1), *MATCHING.options[1:])),
    ],
)
def test_other_answers_or_places_are_a_new_version(
    question: Question, changed: QuestionDraft
) -> None:
    old = write_version(question, MATCHING, now=NOON)
    new = write_version(question, changed, now=NOON)
    assert (old.number, new.number) == (1, 2)
    assert as_draft(old).answers == MATCHING.answers
    assert as_draft(new).answers == changed.answers


def test_html_of_answers_is_made_anew_with_the_rest(question: Question) -> None:
    draft = replace(MATCHING, answers=("![a](a.png)", "files", "rows"))
    version = write_version(question, draft, now=NOON, surroundings=with_picture("/1.png"))
    write_version(question, draft, now=NOON, surroundings=with_picture("/2.png"), redraw=True)
    first = MatchAnswer.objects.get(version=version, position=1)
    assert ("/2.png" in first.html, first.text) == (True, "![a](a.png)")


def test_ids_of_options_tell_nothing_of_the_authored_order() -> None:
    options = tuple(OptionDraft(letter, letter, is_key=letter == "A") for letter in "ABCD")
    firsts = set()
    for _ in range(60):
        version = write_version(QuestionFactory(), replace(DRAFT, options=options), now=NOON)
        assert [option.letter for option in version.options.all()] == list("ABCD")
        firsts.add(version.options.order_by("pk")[0].letter)
    # That one letter comes first 60 times never is once in 10^7 runs.
    assert firsts == set("ABCD")
