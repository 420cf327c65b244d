import re
from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from django.core import serializers
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from content.models import FactChange, ReadingPosition, SectionRead, StepTick
from quizzes.models import Attempt, ExamAct, Import, Question, QuestionVersion, Tally
from studyapp.accounts.erasure import erase
from studyapp.accounts.models import User
from tests.factories import PASSWORD, UserFactory
from tests.studyapp.accounts.history import everything_of, models_linked_to

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]
URL = "/accounts/delete/"
KEPT = {QuestionVersion, Import, FactChange, ExamAct}


def dump(model: type[Model]) -> str:
    rows = model._default_manager.order_by("pk")
    text: str = serializers.serialize("json", rows)
    return text


def test_erasing_takes_every_row_of_one_and_none_of_another(learner: User, other: User) -> None:
    """The tables as they were before the learner came are the tables once the learner is gone."""
    everything_of(other)
    linked = models_linked_to(User) - KEPT
    before = {model: dump(model) for model in linked | {User} if model is not User}
    people = set(User.objects.exclude(pk=learner.pk).values_list("pk", flat=True))
    everything_of(learner)
    for model in linked:
        assert dump(model) != before[model], f"history.py makes no {model._meta.label}"
    erase(learner)
    for model in linked:
        assert dump(model) == before[model], model._meta.label
    assert set(User.objects.values_list("pk", flat=True)) == people


def test_wordings_stay_without_their_author(learner: User) -> None:
    everything_of(learner)
    pk = learner.pk
    written = QuestionVersion.objects.get(author=learner)
    erase(learner)
    written.refresh_from_db()
    assert written.author is None
    assert written.stem == f"reworded u{pk}"
    assert Question.objects.get().current == written


def test_an_act_stays_logged_without_whoever_did_it(learner: User) -> None:
    everything_of(learner)
    pk, act = learner.pk, ExamAct.objects.get(by=learner)
    about = ExamAct.objects.get(learner=learner)
    erase(learner)
    act.refresh_from_db()
    about.refresh_from_db()
    assert (act.by, about.learner, about.attempt) == (None, None, None)
    assert (act.why, about.why) == (f"act u{pk}", f"extended u{pk}")


def test_a_fact_stays_confirmed_without_whoever_did_it(learner: User) -> None:
    everything_of(learner)
    change = FactChange.objects.get(confirmed_by=learner)
    erase(learner)
    change.refresh_from_db()
    assert change.confirmed_by is None
    assert change.confirmed_at is not None


def test_imports_stay_without_whoever_uploaded_them(learner: User) -> None:
    everything_of(learner)
    upload = Import.objects.get(user=learner)
    erase(learner)
    upload.refresh_from_db()
    assert upload.user is None
    assert upload.files.exists()


def test_sessions_on_other_devices_are_deleted(
    client_of: ClientOf, learner: User, other: User
) -> None:
    phone, laptop, stranger = client_of(learner), client_of(learner), client_of(other)
    assert Session.objects.count() == 3
    laptop.post(URL, {"password": PASSWORD})
    assert phone.get(reverse("profile")).status_code == 302
    assert stranger.get(reverse("profile")).status_code == 200
    holders = {session.get_decoded().get("_auth_user_id") for session in Session.objects.all()}
    assert str(other.pk) in holders
    assert len(holders - {None}) == 1


def test_the_page_deletes_signs_out_and_says_so(client_of: ClientOf, learner: User) -> None:
    everything_of(learner)
    client = client_of(learner)
    response = client.post(URL, {"password": PASSWORD}, follow=True)
    assert response.redirect_chain == [(reverse("home"), 302)]
    assert "all that belonged to it are deleted" in response.content.decode()
    assert not response.context["user"].is_authenticated
    assert not User.objects.exists()
    for model in (Attempt, Tally, SectionRead, StepTick, ReadingPosition):
        assert not model.objects.exists()


@pytest.mark.parametrize("data", [{}, {"password": ""}, {"password": "not the password"}])
def test_without_the_password_nothing_is_deleted(
    client_of: ClientOf, learner: User, data: dict[str, str]
) -> None:
    client = client_of(learner)
    response = client.post(URL, data)
    assert response.status_code == 200
    assert response.context["form"].errors["password"]
    assert User.objects.filter(pk=learner.pk).exists()
    assert client.get(reverse("profile")).status_code == 200


def test_a_stolen_session_cannot_guess_the_password(client_of: ClientOf, learner: User) -> None:
    client = client_of(learner)
    for n in range(10):
        client.post(URL, {"password": f"guess {n}"})
    response = client.post(URL, {"password": PASSWORD})
    assert "Wait a few minutes" in response.content.decode()
    assert User.objects.filter(pk=learner.pk).exists()


def test_an_account_without_a_password_is_deleted_by_its_address(client_of: ClientOf) -> None:
    user = UserFactory(password=None, email="ada@example.org")
    client = client_of(user)
    page = client.get(URL).content.decode()
    assert not re.search('name="password"', page)
    client.post(URL, {"email": "eve@example.org"})
    assert User.objects.exists()
    client.post(URL, {"email": " Ada@Example.org "})
    assert not User.objects.exists()


def test_looking_at_the_page_deletes_nothing(client_of: ClientOf, learner: User) -> None:
    assert client_of(learner).get(URL, {"password": PASSWORD}).status_code == 200
    assert User.objects.filter(pk=learner.pk).exists()


def test_instructors_read_what_becomes_of_their_questions(
    client_of: ClientOf, instructor: User, learner: User
) -> None:
    says = "Questions that you wrote stay"
    assert says in client_of(instructor).get(URL).content.decode()
    assert says not in client_of(learner).get(URL).content.decode()
