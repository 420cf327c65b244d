"""allauth's forms for passkeys and security keys, safe against answers that no key gave."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.webauthn import forms as allauth_forms
from allauth.mfa.webauthn.internal import auth
from django.core.exceptions import ValidationError
from django.utils.translation import gettext


def must_parse(parse: Callable[[Any], object]) -> Callable[[Any], None]:
    """A validator that refuses what the parser cannot take, whichever way the parser fails."""

    def check(credential: Any) -> None:
        try:
            parse(credential)
        except Exception as error:
            raise ValidationError(gettext("The key’s answer could not be read.")) from error

    return check


class AddKeyForm(allauth_forms.AddWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credential"].validators.append(must_parse(auth.parse_registration_response))


class AuthenticateByKeyForm(allauth_forms.AuthenticateWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credential"].validators.append(must_parse(auth.parse_authentication_response))


class ReauthenticateByKeyForm(allauth_forms.ReauthenticateWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credential"].validators.append(must_parse(auth.parse_authentication_response))
