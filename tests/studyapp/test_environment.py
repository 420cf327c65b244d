import pytest
from django.core.exceptions import ImproperlyConfigured

from studyapp.environment import mail, one_of


def test_a_choice_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOUDNESS", "low")
    assert one_of("LOUDNESS", ["low", "high"], default="high") == "low"
    monkeypatch.delenv("LOUDNESS")
    assert one_of("LOUDNESS", ["low", "high"], default="high") == "high"


def test_anything_else_is_refused_with_the_choices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOUDNESS", "maybe")
    with pytest.raises(ImproperlyConfigured, match="LOUDNESS is “maybe” – write one of: low, high"):
        one_of("LOUDNESS", ["low", "high"], default="high")


def test_mail_goes_where_the_address_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAIL", "smtp+tls://ann:secret@mail.example:587")
    found = mail("MAIL", default="consolemail://")
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"]) == ("mail.example", 587)
    assert found["EMAIL_USE_TLS"] is True


def test_no_address_of_a_mail_server_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAIL", "foo://x")
    with pytest.raises(ImproperlyConfigured, match="MAIL is not the address of a mail server"):
        mail("MAIL", default="consolemail://")
