import pytest
from hypothesis import given

from quizzes.drafts import Tags
from quizzes.formats.tag_words import from_words, to_words
from tests.quizzes.formats.questions import TAGS


@given(TAGS)
def test_tags_come_back_from_their_words(tags: Tags) -> None:
    assert from_words(to_words(tags), code=tags.code) == (tags, [])


def test_each_word_names_what_it_says() -> None:
    tags = Tags("x", ("rds", "s3"), "1.2", "backups", 3, "https://example.org/a", ("f-1", "f-2"))
    assert to_words(tags) == [
        *["service:rds", "service:s3", "task:1.2", "section:backups", "level:3"],
        *["source:https://example.org/a", "fact:f-1", "fact:f-2"],
    ]
    assert to_words(Tags(code="x")) == []


@pytest.mark.parametrize(
    "word",
    [
        "rds",
        "level:4",
        "level:",
        "level:high",
        "service:",
        "task:",
        "section: ",
        "source:",
        "fact:",
        "facts:x",
        "topic:x",
        "",
        ":",
    ],
)
def test_words_that_are_none_of_ours_are_given_back(word: str) -> None:
    assert from_words(["task:1.2", word]) == (Tags(task="1.2"), [word])


def test_spaces_around_a_name_and_its_value_do_not_count() -> None:
    assert from_words([" service : rds ", "level:2"]) == (Tags(services=("rds",), level=2), [])
