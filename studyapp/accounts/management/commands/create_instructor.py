"""`make instructor`: make somebody an instructor, and an account for them if they have none."""

import getpass
import os
import sys
from argparse import ArgumentParser
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import OperationalError, ProgrammingError, transaction
from django.urls import reverse

from studyapp.accounts.instructors import ensure_group, make_instructor
from studyapp.accounts.models import User
from studyapp.accounts.names import clean_name

VARIABLE = "STUDYAPP_INSTRUCTOR_PASSWORD"
"""Holds a new account's password in the environment, for scripts."""


class Command(BaseCommand):
    help = "Makes somebody an instructor; asks for what is not given."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--email", help="the address to sign in with")
        parser.add_argument("--name", help="how the site addresses them", default=None)
        parser.add_argument(
            "--no-input",
            action="store_false",
            dest="interactive",
            help=f"ask nothing; a new account's password comes from {VARIABLE}",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        interactive: bool = options["interactive"]
        if interactive and not sys.stdin.isatty():
            raise CommandError(
                "there is no terminal to ask on – give --email ADDRESS --no-input, "
                f"and the password in {VARIABLE}"
            )
        try:
            ensure_group()
            self.make(options["email"], options["name"], interactive)
        except (OperationalError, ProgrammingError, LookupError) as error:
            raise CommandError(
                "the database is not set up – start the site once with `make serve`"
            ) from error
        except (KeyboardInterrupt, EOFError) as stop:
            raise CommandError("stopped; nothing was changed") from stop

    def make(self, email: str | None, name: str | None, interactive: bool) -> None:
        address = self.address(email, interactive)
        user = User.objects.filter(email__iexact=address).first()
        if user is None:
            self.create(address, name, interactive)
            what = f"{address} is an instructor now."
        else:
            make_instructor(user)
            what = (
                f"{user.email} has an account already and is an instructor now; the password stays."
            )
        self.stdout.write(
            f"{what}\nNext: sign in at {reverse('admin:index')} of your site "
            f"(with `make serve`: http://127.0.0.1:8000{reverse('admin:index')}), "
            f"then protect the account with a second step at {reverse('mfa_index')}"
        )

    def create(self, address: str, name: str | None, interactive: bool) -> None:
        if name is None and interactive:
            name = input("Name (may be empty): ").strip()
        user = User(email=address, name=clean_name(name or ""))
        try:
            user.clean_fields(exclude={"password"})
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        password = self.ask_password(user) if interactive else self.given_password(user)
        with transaction.atomic():
            user.set_password(password)
            user.save()
            # Whoever may start commands here vouches for the address.
            EmailAddress.objects.create(user=user, email=address, primary=True, verified=True)
            make_instructor(user)

    def address(self, given: str | None, interactive: bool) -> str:
        if given is None and not interactive:
            raise CommandError("say whom: --email ADDRESS")
        while True:
            address = (given or input("E-mail address: ")).strip().lower()
            try:
                validate_email(address)
            except ValidationError as error:
                if given is not None:
                    raise CommandError(f"{given}: {' '.join(error.messages)}") from error
                self.stderr.write(" ".join(error.messages))
            else:
                return address

    def ask_password(self, user: User) -> str:
        while True:
            password = getpass.getpass("Password: ")
            try:
                validate_password(password, user)
            except ValidationError as error:
                self.stderr.write(" ".join(error.messages))
                continue
            if getpass.getpass("Password again: ") == password:
                return password
            self.stderr.write("The two are not the same.")

    def given_password(self, user: User) -> str:
        password = os.environ.get(VARIABLE, "")
        if not password:
            raise CommandError(
                f"{user.email} has no account yet – put a password for it in {VARIABLE}"
            )
        try:
            validate_password(password, user)
        except ValidationError as error:
            raise CommandError(f"{VARIABLE}: {' '.join(error.messages)}") from error
        return password
