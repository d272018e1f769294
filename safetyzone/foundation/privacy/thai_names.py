"""Thai given and family names, from the lists that come with PyThaiNLP; nothing is fetched."""

import os
from dataclasses import dataclass
from functools import cache

# The library would make a folder in the home of whoever runs the server, for downloads that we never ask for.
os.environ.setdefault("PYTHAINLP_READ_ONLY", "1")


@dataclass(frozen=True)
class Names:
    given: frozenset[str]
    family: frozenset[str]

    def given_at(self, text: str) -> str:
        """The longest given name that ``text`` begins with; "" for none."""
        return _longest(text, self.given)

    def family_at(self, text: str) -> str:
        """The longest family name that ``text`` begins with; "" for none."""
        return _longest(text, self.family)


@cache
def thai_names() -> Names:
    """About 12,000 given and 10,000 family names, read once by a process."""
    from pythainlp.corpus import (  # noqa: PLC0415 - half a second that most commands never need
        thai_family_names,
        thai_female_names,
        thai_male_names,
    )

    return Names(thai_male_names() | thai_female_names(), thai_family_names())


def _longest(text: str, names: frozenset[str]) -> str:
    # Two letters are no name without a title: they are syllables of other words.
    return next((text[:length] for length in range(min(len(text), 24), 2, -1) if text[:length] in names), "")
