"""The pages of one's own account that allauth does not bring."""

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from content.requests import LearnerRequest
from studyapp.accounts.erasure import erase
from studyapp.accounts.export import export
from studyapp.accounts.forms import DeleteAccountForm, ProfileForm
from studyapp.accounts.models import User


class OwnRequest(LearnerRequest):
    user: User


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to; an empty post is a form with everything missing."""
    return request.POST if request.method == "POST" else None


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: OwnRequest) -> HttpResponse:
    # A copy, so that a form with errors does not change the name and theme that the page shows.
    own = User.objects.get(pk=request.user.pk)
    form = ProfileForm(posted(request), instance=own)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, gettext("Your profile is saved."))
        return redirect("profile")
    context = {"form": form, "has_second_factor": is_mfa_enabled(request.user)}
    return render(request, "studyapp/profile.html", context)


@login_required
@never_cache
@require_safe
def export_data(request: OwnRequest) -> HttpResponse:
    name = f"studyapp-{timezone.localdate():%Y-%m-%d}.json"
    return JsonResponse(
        export(request.user),
        json_dumps_params={"indent": 1, "ensure_ascii": False},
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@login_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def delete_account(request: OwnRequest) -> HttpResponse:
    form = DeleteAccountForm(request.user, posted(request))
    if request.method == "POST" and form.is_valid():
        erase(request.user)
        logout(request)
        messages.success(request, gettext("Your account and all that belonged to it are deleted."))
        return redirect("home")
    return render(request, "studyapp/delete_account.html", {"form": form})
