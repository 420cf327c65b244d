"""A bar says how much is known; where answers are too few to say, nothing of it is filled."""

from collections.abc import Callable

import pytest
from django.template.loader import render_to_string

from quizzes.grading import ENOUGH
from quizzes.results import Bar
from studyapp.progress.mastery import estimate

Drawn = Callable[[int, int], str]
FEW = [(right, of) for of in range(1, ENOUGH) for right in range(of + 1)]
SAID = [(right, of) for of in (ENOUGH, ENOUGH + 1, 40) for right in (0, 1, of)]


def mastery_bar(right: int, of: int) -> str:
    return render_to_string("studyapp/_mastery.html", {"mastery": estimate(right, of)})


def result_bar(right: int, of: int) -> str:
    return render_to_string("quizzes/_bar.html", {"bar": Bar("RDS", right, of, hue=1)})


@pytest.mark.parametrize("drawn", [mastery_bar, result_bar])
@pytest.mark.parametrize(("right", "of"), FEW)
def test_too_few_answers_fill_nothing_and_say_so(drawn: Drawn, right: int, of: int) -> None:
    html = drawn(right, of)
    assert "bar-fill" not in html
    assert html.count("is-few") == 1
    assert f"{right}/{of}" in html or f"{right} of {of}" in html
    assert html.count("too few to say") == 2, "once to be seen, once to be heard"
    assert "%" not in html.replace('"100%"', "").replace('"99%"', "")


@pytest.mark.parametrize("drawn", [mastery_bar, result_bar])
@pytest.mark.parametrize(("right", "of"), SAID)
def test_enough_answers_fill_their_share(drawn: Drawn, right: int, of: int) -> None:
    html = drawn(right, of)
    assert f'class="bar-fill" width="{right * 100 // of}%"' in html.replace(' y="1"', "")
    assert "is-few" not in html
    assert "too few" not in html


def test_no_answer_is_an_empty_bar() -> None:
    html = mastery_bar(0, 0)
    assert "bar-fill" not in html
    assert "is-few" not in html
    assert html.count("No answers yet") == 2
