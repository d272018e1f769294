"""How residents answer: the public page of a wave, with and without JavaScript, and what keeps floods visible."""
