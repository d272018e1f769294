"""The examples in the docstrings run and give what they say."""

import doctest
import pkgutil
from importlib import import_module

import pytest

import zonestats

FILES = [
    f"zonestats.{package}.{found.name}"
    for package in zonestats._MODULES
    if hasattr(import_module(f"zonestats.{package}"), "__path__")
    for found in pkgutil.iter_modules(import_module(f"zonestats.{package}").__path__)
]


@pytest.mark.parametrize("name", ["zonestats", *FILES])
def test_examples_give_what_they_say(name: str) -> None:
    module = zonestats if name == "zonestats" else import_module(name)
    assert doctest.testmod(module).failed == 0
