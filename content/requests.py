"""What a view is given, for the type checker's and the reader's sake."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails


class SiteRequest(HttpRequest):
    """Any request, with what django-htmx's middleware found out about it."""

    htmx: HtmxDetails


class LearnerRequest(SiteRequest):
    """A signed-in learner's request, as login_required lets it through."""

    user: AbstractBaseUser  # type: ignore[assignment]
