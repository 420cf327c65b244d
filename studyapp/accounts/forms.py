"""Forms of one's own account."""

from typing import Any, cast

from allauth.account import forms as allauth_forms
from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from django import forms
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from studyapp.accounts import zones
from studyapp.accounts.models import User
from studyapp.accounts.names import NameField


class LoginForm(allauth_forms.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-mail address")
        self.fields["remember"].label = _("Keep me signed in on this device")
        self.fields["remember"].initial = True


class SignUpForm(allauth_forms.SignupForm):
    """Address and password, and a name if one likes."""

    name = NameField(
        label=_("Name"),
        max_length=80,
        required=False,
        help_text=_("Optional. How the site addresses you."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order = ("name", "email", "password1")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail address")

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """The new user, or the response to give instead.

        A form sent twice at once passes the check for a known address twice; the second finds the
        account there and is sent to sign in."""
        try:
            with transaction.atomic():
                user, response = super().try_save(request)
        except IntegrityError:
            messages.info(request, gettext("Your account is there already. Please sign in."))
            return None, redirect("account_login")
        return user, response

    def save(self, request: HttpRequest) -> User:
        user: User = super().save(request)
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])
        return user


class ResetPasswordForm(allauth_forms.ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail address")


class NewPasswordForm(allauth_forms.ResetPasswordKeyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].label = _("New password")
        self.fields["password2"].label = _("New password again")


class ChangePasswordForm(allauth_forms.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = _("Current password")
        self.fields["password1"].label = _("New password")
        self.fields["password2"].label = _("New password again")


class ChangeAddressForm(allauth_forms.AddEmailForm):
    """A new address, which takes the old one's place once it is confirmed.

    allauth's own way drops an old address that was never confirmed at once, and with it the only
    way to sign in should the new one have a slip in it."""

    def clean_email(self) -> str:
        email: str = super().clean_email()
        if User.objects.filter(email__iexact=email).exclude(pk=self.user.pk).exists():
            raise get_adapter().validation_error("email_taken")
        return email

    def save(self, request: HttpRequest) -> EmailAddress:
        waiting = EmailAddress.objects.filter(user=self.user, verified=False)
        waiting.exclude(email__iexact=self.user.email).delete()
        address: EmailAddress = EmailAddress.objects.add_email(
            request, self.user, self.cleaned_data["email"], confirm=True
        )
        return address


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg] # Django's own takes none
    """What a person may change of themselves."""

    time_zone = forms.ChoiceField(label=_("Time zone"), required=False)

    class Meta:
        model = User
        fields = ("name", "time_zone", "theme")
        field_classes = {"name": NameField}
        widgets = {"theme": forms.RadioSelect, "name": forms.TextInput({"autocomplete": "name"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = self.instance
        current = own.time_zone.replace("_", " ")
        as_device = gettext("As my device (now %(zone)s)") % {"zone": current}
        if not own.follows_device:
            as_device = gettext("As my device")
        cast(forms.ChoiceField, self.fields["time_zone"]).choices = [
            ("", as_device),
            *((name, name.replace("_", " ")) for name in sorted(zones.names())),
        ]
        if own.follows_device:
            self.initial["time_zone"] = ""

    def clean_time_zone(self) -> str:
        """The zone chosen by hand; else the device's, where it says one, or what it was."""
        chosen: str = self.cleaned_data["time_zone"]
        self.instance.follows_device = not chosen
        device: str = self.data.get(zones.FIELD, "")
        return chosen or (device if device in zones.names() else self.instance.time_zone)


class DeleteAccountForm(forms.Form):
    """Asks for the password, or for the address of an account that has no password."""

    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    email = forms.CharField(
        label=_("Type your e-mail address to confirm"),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        del self.fields["email" if user.has_usable_password() else "password"]

    def clean_password(self) -> str:
        """Counts towards the limit of failed sign-ins, so a stolen session cannot guess on."""
        password: str = self.cleaned_data["password"]
        adapter = get_adapter()
        if not adapter.reauthenticate(self.user, password):
            raise adapter.validation_error("incorrect_password")
        return password

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        if email.strip().lower() != self.user.email.lower():
            raise forms.ValidationError(_("That is not the address of this account."))
        return email
