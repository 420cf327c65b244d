from dataclasses import dataclass

import pytest
from django.template import Context, Template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import override

from studyapp.templatetags.drawn import _drawn


@dataclass(frozen=True)
class Item:
    position: int
    url: str = "/x/"
    answered: bool = False
    flagged: bool = False
    current: bool = False
    verdict: str | None = None


def items(*made: Item) -> str:
    source = '{% load drawn %}{% drawn_each "quizzes/_nav_item.html" "item" items %}'
    return Template(source).render(Context({"items": made, "user": "nobody's business"}))


def test_draws_each_value_in_turn() -> None:
    html = items(Item(1), Item(2, flagged=True), Item(3, current=True))
    assert [html.index(f">{n}<") if f">{n}<" in html else -1 for n in (1, 2, 3)] == sorted(
        html.index(f">{n}<") if f">{n}<" in html else -1 for n in (1, 2, 3)
    )
    assert isinstance(html, SafeString)
    assert html.count("/x/") == 3


def test_equal_values_are_drawn_once_and_others_anew() -> None:
    _drawn.cache_clear()
    items(Item(1), Item(1), Item(2))
    assert _drawn.cache_info().misses == 2
    items(Item(1, answered=True))
    assert _drawn.cache_info().misses == 3


def test_a_value_is_escaped() -> None:
    assert "<script>" not in items(Item(1, url='"><script>'))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (mark_safe("<b>bold</b>"), "<b>bold</b>"),
        ("<b>bold</b>", mark_safe("<b>bold</b>")),
        (True, 1),
        (1, True),
    ],
)
def test_values_that_are_equal_but_show_otherwise_are_drawn_apart(
    first: object, second: object
) -> None:
    source = '{% load drawn %}{% drawn "content/_toc.html" toc=value %}'
    shown = [Template(source).render(Context({"value": value})) for value in (first, second)]
    plain = [Template("{{ value }}").render(Context({"value": v})) for v in (first, second)]
    assert plain[0] != plain[1]
    for html, value in zip(shown, plain, strict=True):
        assert f"<ol>{value}</ol>" in html


def test_each_language_has_its_own() -> None:
    with override("de"):
        in_german = items(Item(1))
    with override("en"):
        assert items(Item(1)) is not in_german
