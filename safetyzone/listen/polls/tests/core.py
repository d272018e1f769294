"""The core questionnaire, and a full answer to it."""

from pathlib import Path

CORE = Path(__file__).parents[4] / "areas" / "thailand" / "questionnaires" / "people-poll.md"
FULL = {
    "here": "resident", "age-band": "30-44", "sex": "female", "adults": "3", "safe-after-dark": "a-bit-unsafe",
    "safe-by-day": "very-safe", "safe-at-night-gallup": "no", "change": "same", "avoids": "yes",
    "avoided-place": "13.7451 100.5402 0 0", "confidence-in-police": "yes", "contact": "no", "victimised": "no",
    "problems": "dark theft", "helps": ["light"], "deviceid": "secret", "bribe": "yes",
}  # fmt: skip
