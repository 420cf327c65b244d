"""An instructor mends a key: the offer, the form, the preview and the deed."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from quizzes.models import Question, Quiz, Regrade
from tests.factories import QuizFactory, UserFactory, placed_question, reword
from tests.quizzes.admin_forms import change_url, history_url, opened
from tests.quizzes.regrade_pages import agreed, current, form_url, looked, said, wanted
from tests.quizzes.regraded import WHY, dump, right, sat
from tests.quizzes.taking import three_questions

pytestmark = pytest.mark.django_db


@pytest.fixture
def quiz() -> Quiz:
    return three_questions(pass_mark=60)


@pytest.fixture
def asked(quiz: Quiz) -> Question:
    """The first question, whose key was A and should have been B."""
    first = quiz.questions.order_by("position").first()
    assert first is not None
    return first


def test_a_history_leads_to_regrading(desk: Client, asked: Question) -> None:
    assert form_url(asked) in said(desk.get(history_url(asked.pk)))


def test_publishing_another_key_offers_it_where_somebody_has_answered(
    desk: Client, asked: Question
) -> None:
    offers = "See what changes if they are regraded"

    def publish_with_key(place: int) -> str:
        data = opened(desk, asked.pk)
        data = {name: value for name, value in data.items() if "is_key" not in name}
        data |= {f"option-{place}-is_key": "on", "_publish": "1"}
        return said(desk.post(change_url(asked.pk), data, follow=True))

    assert offers not in publish_with_key(1)
    asked.refresh_from_db()
    sat(asked.quiz, ["A"])  # type: ignore[arg-type]
    page = publish_with_key(2)
    assert offers in page
    assert form_url(asked) in page
    # Saved as a draft, it counts for nobody yet.
    data = opened(desk, asked.pk) | {"stem": "Another stem?", "_save": "1"}
    assert offers not in said(desk.post(change_url(asked.pk), data, follow=True))


def test_nobody_has_been_asked_yet(desk: Client, asked: Question) -> None:
    assert "nothing to regrade" in said(desk.get(form_url(asked)))


def test_the_form_ticks_what_the_present_wording_says(desk: Client, asked: Question) -> None:
    texts = ["p", "q", "r"]
    first, second = reword(asked, key="A", texts=texts), None
    sat(asked.quiz, ["A"])  # type: ignore[arg-type]
    second = reword(asked, key="A", texts=["p", "q", "other"])
    sat(asked.quiz, ["A"])  # type: ignore[arg-type]
    reword(asked, key="A", texts=["q", "r", "p"])
    rows = desk.get(form_url(asked)).context["wordings"]
    found = [
        (
            row.wording.version,
            row.covered,
            row.wording.known,
            [option.letter for option in row.options if option.ticked],
        )
        for row in rows
    ]
    assert found == [(second, False, False, ["A"]), (first, True, True, ["B"])]
    assert "say yourself what is right" in said(desk.get(form_url(asked)))


def test_what_it_does_is_shown_and_nothing_is_done(desk: Client, asked: Question) -> None:
    gains = sat(asked.quiz, ["B", "BC"], UserFactory(name="Gina"))  # type: ignore[arg-type]
    sat(asked.quiz, ["A", "BC"], UserFactory(name="Lola"))  # type: ignore[arg-type]
    sat(asked.quiz, ["B"], submitted=False)  # type: ignore[arg-type]
    before = dump()
    data = wanted(current(asked), lowers="on")
    page = said(looked(desk, asked, data))
    for told in (
        '<dt>Submitted attempts with it</dt><dd class="numbers">2</dd>',
        '<dt>Attempts changed</dt><dd class="numbers">2</dd>',
        '<dt>Scores up, down</dt><dd class="numbers">1, 1</dd>',
        '<dt>Passes gained, lost</dt><dd class="numbers">1, 1</dd>',
        "2 learners",
        '<dt>Under way, to be graded so</dt><dd class="numbers">1</dd>',
        "There are no memory cards yet",
        reverse("admin:quizzes_attempt_change", args=[gains.pk]),
        "Gina",
        "33 %",
        "66 %",
        '<span class="badge badge-good">gained</span>',
        '<span class="badge badge-bad">lost</span>',
        "Regrade so",
    ):
        assert told in page, told
    assert (dump(), Regrade.objects.count()) == (before, 0)


def test_what_has_changed_since_is_shown_again_instead_of_done(
    desk: Client, asked: Question
) -> None:
    sat(asked.quiz, ["B", "BC"])  # type: ignore[arg-type]
    data = wanted(current(asked))
    seen = looked(desk, asked, data).context["plan"].digest
    sat(asked.quiz, ["B", "A"])  # type: ignore[arg-type]
    got = desk.post(form_url(asked), data | {"_apply": "1", "seen": seen})
    assert got.status_code == 409
    assert "have changed since you looked" in said(got)
    assert len(got.context["plan"].concerned) == 2
    # So it is if somebody asks for another thing than was shown, or was shown nothing.
    for other in (data | {"policy": "void", "seen": seen}, data | {"seen": ""}):
        assert desk.post(form_url(asked), other | {"_apply": "1"}).status_code == 409
    assert Regrade.objects.count() == 0


BROKEN = [
    ({"policy": ""}, "Choose what counts."),
    ({"policy": "best"}, "not one of the available choices"),
    ({"why": "  "}, "Say why"),
    ({"cover": None}, "Tick one wording or more"),
    ({"keys": None}, "Tick what is right after all."),
]


@pytest.mark.parametrize(("broken", "told"), BROKEN)
@pytest.mark.parametrize("button", ["_look", "_apply"])
def test_a_broken_form_says_what_is_wrong_and_keeps_the_rest(
    desk: Client, asked: Question, broken: dict[str, Any], told: str, button: str
) -> None:
    sat(asked.quiz, ["B", "BC"])  # type: ignore[arg-type]
    data = wanted(current(asked), policy="credit", lowers="on")
    if "cover" in broken:
        del data[f"cover-{current(asked).pk}"]
    elif "keys" in broken:
        data = {name: value for name, value in data.items() if not name.startswith("key-")}
    else:
        data |= broken
    got = desk.post(form_url(asked), data | {button: "1"})
    page = said(got)
    assert got.status_code == 422
    assert told in page
    assert 'name="lowers" id="regrade-lowers" checked' in page
    assert Regrade.objects.count() == 0


def test_a_void_question_is_refused_plainly(desk: Client, asked: Question) -> None:
    sat(asked.quiz, ["B", "BC"])  # type: ignore[arg-type]
    agreed(desk, asked, wanted(current(asked), policy="void"))
    got = looked(desk, asked, wanted(current(asked)))
    assert got.status_code == 422
    assert "does not count since it was regraded" in said(got)


def test_places_are_put_right(desk: Client) -> None:
    quiz: Quiz = QuizFactory()
    order = placed_question(1, 2, 3, quiz=quiz)
    match = placed_question(1, 1, 2, answers=2, quiz=quiz)
    made = sat(quiz, ["A2 B1 C3", "A1 B2 C2"])
    for asked, places in ((order, "213"), (match, "122")):
        version = current(asked)
        assert desk.get(form_url(asked)).status_code == 200
        data = {"policy": "rescore", "why": WHY, f"cover-{version.pk}": "on"}
        key = right(asked, places=places)[version.pk].places
        whole = data | {f"place-{pk}": str(place) for pk, place in key.items()}
        twice = data | dict.fromkeys(whole.keys() - data.keys(), "9")
        for bad in (data, twice, data | dict.fromkeys(whole.keys() - data.keys(), "²")):
            assert looked(desk, asked, bad).status_code == 422
        assert agreed(desk, asked, whole).status_code == 302
    assert list(made.responses.values_list("score", flat=True)) == [1.0, 1.0]
