"""What Django's own forms say is Thai where the reader is."""

import pytest
from django import forms
from django.contrib.auth.password_validation import (
    get_default_password_validators,
    password_validators_help_texts,
    validate_password,
)
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.validators import FileExtensionValidator
from django.utils import translation
from django.utils.datastructures import MultiValueDict


class Everything(forms.Form):
    """One field of every kind that a page of ours may have."""

    text = forms.CharField(max_length=3)
    short = forms.CharField(min_length=9)
    null = forms.CharField()
    number = forms.IntegerField(min_value=5)
    more = forms.IntegerField(max_value=5)
    none = forms.IntegerField()
    decimal = forms.DecimalField(max_digits=3, decimal_places=1)
    date = forms.DateField()
    moment = forms.DateTimeField()
    time = forms.TimeField()
    email = forms.EmailField()
    choice = forms.ChoiceField(choices=[("a", "a")])
    choices = forms.MultipleChoiceField(choices=[("a", "a")])
    slug = forms.SlugField()
    needed = forms.CharField()
    file = forms.FileField(validators=[FileExtensionValidator(["csv"])])
    empty = forms.FileField()
    long = forms.FileField(max_length=3)
    picture = forms.ImageField()


GIVEN = {
    "text": "abcd", "short": "a", "null": "a\0b", "number": "3", "more": "9", "none": "x", "decimal": "1.234", "date": "x",
    "moment": "x", "time": "x", "email": "x", "choice": "b", "choices": ["b"], "slug": "a b", "needed": "",
}  # fmt: skip
FILES = {
    "file": SimpleUploadedFile("a.exe", b"x"), "empty": SimpleUploadedFile("a.csv", b""),
    "long": SimpleUploadedFile("abcdef", b"x"), "picture": SimpleUploadedFile("a.png", b"x"),
}  # fmt: skip


def is_thai(text: str) -> bool:
    return any("\u0e01" <= letter <= "\u0e5b" for letter in text)


def test_every_field_refuses_in_thai() -> None:
    with translation.override("th"):
        errors = Everything(GIVEN, MultiValueDict({name: [file] for name, file in FILES.items()})).errors
        assert set(errors) == set(Everything.base_fields)
        assert [text for texts in errors.values() for text in texts if not is_thai(str(text))] == []


@pytest.mark.parametrize("password", ["abc", "password12", "1q2w3e4r5t"])
def test_a_password_is_asked_for_and_refused_in_thai(password: str) -> None:
    assert get_default_password_validators(), "the settings ask something of a password"
    with translation.override("th"):
        said = list(password_validators_help_texts())
        with pytest.raises(ValidationError) as caught:
            validate_password(password)
        said += caught.value.messages
    assert [text for text in said if not is_thai(text)] == []
