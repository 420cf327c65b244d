import pytest

from content.exam_day import PageDraft, read_page


def read(text: str) -> PageDraft:
    page, problems = read_page(text, path="exam-day.md")
    assert problems == []
    return page


def test_a_page_has_a_title_words_and_anchors() -> None:
    page = read("---\na: b\n---\n\nBefore.\n\n# The day\n\n## Before\n\nSleep.\n\n### More\n\nx\n")
    assert page.title == "The day"
    assert page.markdown == "Before.\n\n\n\n## Before\n\nSleep.\n\n### More\n\nx\n"
    assert page.anchors == ("before", "more")


def test_the_title_may_be_underlined() -> None:
    assert read("The day\n=======\n\nSleep.\n").markdown == "Sleep.\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Sleep.\n", "exam-day.md:1 – the page has no title – begin it with a heading"),
        ("## The day\n\nSleep.\n", "exam-day.md:1 – the page has no title"),
        ("# The day\n\n", "exam-day.md:1 – nothing stands below the title – write the page"),
    ],
)
def test_what_is_missing_is_told(text: str, told: str) -> None:
    _page, problems = read_page(text, path="exam-day.md")
    assert [each for each in map(str, problems) if each.startswith(told)]
