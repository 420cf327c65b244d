from django import template

from studyapp.progress.mastery import Mastery
from studyapp.progress.sums import says

register = template.Library()


@register.filter
def in_words(mastery: Mastery) -> str:
    """An estimate in words, with the number of answers that it rests on."""
    return says(mastery)
