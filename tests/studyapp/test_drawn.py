from dataclasses import dataclass

from django.template import Context, Template
from django.utils.safestring import SafeString

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
