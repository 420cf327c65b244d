from dataclasses import dataclass

from content.pages import as_context


@dataclass(frozen=True)
class Page:
    title: str
    parts: tuple[int, ...]

    @property
    def count(self) -> int:
        return len(self.parts)

    def secret(self) -> str:
        return "a method is not asked for by a template"


@dataclass(frozen=True)
class Other:
    title: str


def test_a_page_is_its_fields_and_properties() -> None:
    found = as_context(Page("One", (1, 2)))
    assert found == {"title": "One", "parts": (1, 2), "count": 2}


def test_pages_of_two_kinds_do_not_mix() -> None:
    assert as_context(Other("Two")) == {"title": "Two"}
    assert as_context(Page("One", ()))["count"] == 0
