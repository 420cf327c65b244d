"""Deleting an account: nothing that says who somebody was is left behind."""

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction

from studyapp.accounts.models import User


def erase(user: User) -> None:
    """Deletes the user and every row linked to them; wordings they wrote stay, without author.

    Their sessions on other devices go too: those hold the address that was signed in with."""
    pk = str(user.pk)
    sessions = [
        session.pk
        for session in Session.objects.iterator()
        if session.get_decoded().get(SESSION_KEY) == pk
    ]
    with transaction.atomic():
        Session.objects.filter(pk__in=sessions).delete()
        user.delete()
