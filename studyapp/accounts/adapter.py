"""How allauth behaves on this site: its words, its redirects, its e-mails."""

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core import context as allauth_context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from studyapp.accounts import zones
from studyapp.accounts.models import User

logger = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is closed."),
        "duplicate_email": _("That is your address already."),
        "email_password_mismatch": _("That e-mail address and password do not go together."),
        "email_taken": _("There is an account with this address already. Sign in instead."),
        "enter_current_password": _("That is not your current password."),
        "incorrect_code": _("That code is not right, or no longer."),
        "incorrect_password": _("That is not your password."),
        "rate_limited": _("Too many attempts. Wait a few minutes, then try again."),
        "too_many_login_attempts": _("Too many attempts. Wait a few minutes, then try again."),
    }

    def is_safe_url(self, url: str | None) -> bool:
        """Only this very site: ALLOWED_HOSTS may name others, which are no place to be sent to."""
        request: HttpRequest = allauth_context.request
        return url_has_allowed_host_and_scheme(
            url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        )

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """After the last step of signing in or up, whichever way it was."""
        zones.follow(user, request.POST.get(zones.FIELD, ""))
        response: HttpResponse = super().post_login(request, user, **kwargs)
        return response

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("profile")

    def can_delete_email(self, email_address: EmailAddress) -> bool:
        """Never the address that one signs in with."""
        return bool(email_address.email.lower() != email_address.user.email.lower())

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """False where somebody else has signed up with the address since the link was sent."""
        try:
            with transaction.atomic():
                return bool(super().confirm_email(request, email_address))
        except IntegrityError:
            messages.error(request, self.error_messages["email_taken"])
            return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Sends it, or says that it could not be sent; either way the page itself goes on.

        What is said does not depend on whether the address has an account."""
        request: HttpRequest = allauth_context.request
        site = {"site_name": settings.SITE_NAME, "site_url": request.build_absolute_uri("/")}
        try:
            super().send_mail(template_prefix, email, {**context, **site})
        except OSError:  # refused, unreachable, timed out: smtplib's errors are of this kind
            logger.exception("The e-mail %s could not be sent", template_prefix)
            messages.error(
                request, gettext("The e-mail could not be sent just now. Please try again later.")
            )


class SecondFactorAdapter(DefaultMFAAdapter):
    def build_totp_svg(self, url: str) -> str:
        """The QR code on white, since dark squares on a dark page cannot be scanned."""
        picture: str = super().build_totp_svg(url)
        return picture.replace("<path", '<rect width="100%" height="100%" fill="white"/><path', 1)
