"""Forms of one's own account."""

import zoneinfo

from allauth.account.forms import SignupForm
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from studyapp.accounts.models import User


class SignUpForm(SignupForm):  # type: ignore[misc]
    """Address and password, and a name if one likes."""

    name = forms.CharField(
        label=_("Name"),
        max_length=80,
        required=False,
        help_text=_("Optional. How the site addresses you."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order = ("name", "email", "password1")

    def save(self, request: HttpRequest) -> User:
        user: User = super().save(request)
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])
        return user


class ProfileForm(forms.ModelForm[User]):
    """What a person may change of themselves."""

    time_zone = forms.ChoiceField(label=_("Time zone"))

    class Meta:
        model = User
        fields = ("name", "time_zone", "theme")
        widgets = {"theme": forms.RadioSelect}  # noqa: RUF012 (Django's own form)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        names = sorted(zoneinfo.available_timezones())
        self.fields["time_zone"].choices = [(n, n.replace("_", " ")) for n in names]  # type: ignore[attr-defined]
