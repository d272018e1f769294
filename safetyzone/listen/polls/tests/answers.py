"""Seeded answers of made-up people to the core questionnaire, with and without a design."""

import random
from typing import Any

from django.utils import timezone

from safetyzone.listen.polls.models import Answer, CodeSheet, Wave
from safetyzone.listen.polls.screening import screened

WALK = ["very-safe", "fairly-safe", "a-bit-unsafe", "very-unsafe", "never-go-out", "dont-know"]


def person(rng: random.Random) -> dict[str, Any]:
    """One full answer as a form would send it."""
    return {
        "here": rng.choice(["resident", "resident", "worker"]), "age-band": rng.choice(["18-29", "30-44", "45-59", "60-up"]),
        "sex": rng.choice(["female", "male", "female", "male", "refused"]), "adults": rng.randint(1, 4),
        "safe-after-dark": rng.choices(WALK, [20, 35, 22, 8, 5, 3])[0], "safe-by-day": rng.choice(WALK[:3]),
        "safe-at-night-gallup": rng.choice(["yes", "no"]), "change": rng.choice(["safer", "same", "less-safe"]),
        "avoids": "no", "confidence-in-police": rng.choices(["yes", "no", "dont-know"], [70, 22, 8])[0],
        "contact": rng.choices(["yes", "no"], [1, 3])[0], "fair": rng.choice(["yes", "no"]), "bribe": "no",
        "victimised": rng.choices(["yes", "no"], [1, 9])[0], "crimes": ["theft"], "reported": rng.choice(["yes", "no"]),
        "problems": rng.sample(["dark", "theft", "drugs", "traffic"], 2), "helps": [rng.choice(["light", "walks"])],
    }  # fmt: skip


def fill(wave: Wave, n: int, *, clusters: int = 0, seed: int = 1) -> None:
    """Store ``n`` answers at once, spread over ``clusters`` clusters with sheets of codes to match."""
    rng = random.Random(seed)
    names = [f"c{number:03}" for number in range(clusters)] or [""]
    counts = dict.fromkeys(names, 0)
    rows = []
    for number in range(n):
        cluster = names[number % len(names)]
        counts[cluster] += 1
        data = screened(wave.questionnaire.questions, person(rng))
        weight = 10.0 * (1 + names.index(cluster) % 3) * (data.get("adults", 1) if clusters else 1)
        rows.append(Answer(wave=wave, cluster=cluster, base_weight=weight, received=timezone.localdate(), channel="web",
                           data=data))  # fmt: skip
    Answer.objects.bulk_create(rows, batch_size=5000)
    if clusters:
        CodeSheet.objects.bulk_create(
            CodeSheet(wave=wave, cluster=name, base_weight=10.0, used=[f"{name}-{i}" for i in range(many)],
                      unused=[f"{name}-u{i}" for i in range(5)])
            for name, many in counts.items()
        )  # fmt: skip
