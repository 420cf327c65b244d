import pytest
from csp.middleware import CSPMiddleware
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory, override_settings

from studyapp.policy import content_policy

HEADER = "Content-Security-Policy"


def answer(status: int = 200, **headers: str) -> HttpResponse:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}

    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(status=status, headers=sent)

    return content_policy(view)(RequestFactory().get("/"))


@pytest.fixture
def by_django_csp() -> str:
    request = RequestFactory().get("/")
    answered = CSPMiddleware(HttpResponse).process_response(request, HttpResponse())
    return str(answered[HEADER])


@pytest.mark.parametrize("status", [200, 302, 403, 404, 500, 503])
def test_every_answer_has_the_policy_that_django_csp_would_set(
    status: int, by_django_csp: str
) -> None:
    assert answer(status)[HEADER] == by_django_csp


def test_it_lets_nothing_run_that_is_not_the_sites(by_django_csp: str) -> None:
    rules = dict(rule.strip().split(" ", 1) for rule in by_django_csp.split(";"))
    assert rules["default-src"] == "'self'"
    assert not rules.keys() & {"script-src", "style-src"}
    assert "unsafe" not in by_django_csp


def test_a_views_own_policy_stays() -> None:
    own = "default-src 'none'; sandbox"
    assert answer(Content_Security_Policy=own)[HEADER] == own


@pytest.mark.parametrize(("status", "has_it"), [(200, True), (404, False), (500, False)])
def test_djangos_own_pages_for_developers_go_without(status: int, has_it: bool) -> None:
    with override_settings(DEBUG=True):
        assert (HEADER in answer(status)) is has_it
