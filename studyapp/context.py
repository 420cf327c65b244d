"""What every template may ask for besides its view's own words."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, str]:
    """site_name, and theme: the learner's choice, or "system" for everyone else."""
    user = getattr(request, "user", None)
    theme = user.theme if user is not None and user.is_authenticated else "system"
    return {"site_name": settings.SITE_NAME, "theme": theme}
