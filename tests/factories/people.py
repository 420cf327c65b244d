"""People, and what every factory is made of."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from factory.declarations import Sequence
from factory.django import DjangoModelFactory

from studyapp.accounts.models import User

PASSWORD = "correct horse battery"
NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)

if TYPE_CHECKING:
    # To mypy UserFactory(…) is then as good as the row that it makes.
    ModelFactory: Any
else:
    ModelFactory = DjangoModelFactory


def at(minutes: float) -> datetime:
    """So many minutes after noon."""
    return NOON + timedelta(minutes=minutes)


class UserFactory(ModelFactory):
    """A learner whose password is PASSWORD (give password=… for another)."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = Sequence(lambda n: f"learner{n}@example.org")
    name = Sequence(lambda n: f"Learner {n}")

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        return User.objects.create_user(*args, **{"password": PASSWORD, **kwargs})
