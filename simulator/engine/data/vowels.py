"""Vowels as two numbers, made up by us: the first two formants, resonances of the vocal tract, in Hz.

It imitates many people saying five vowels. The averages are near those that phoneticians measure for men's voices
(rounded, in the manner of Peterson and Barney, 1952). A speaker with a longer throat has all formants lower, so one
factor a speaker moves both; each vowel then comes out a little differently. Formants are features made by hand:
somebody knew what to measure.
"""

import numpy as np

from simulator.engine.data.examples import Examples
from simulator.engine.randomness import Random

FORMANTS = {"a": (730, 1090), "e": (530, 1840), "i": (270, 2290), "o": (570, 840), "u": (300, 870)}  # Hz


def vowels(count: int, random: Random) -> Examples:
    """Formants (count, 2) in Hz, of five classes, equally many of each."""
    y = random.order(count) % len(FORMANTS)
    speaker = np.exp(random.normal((count, 1), deviation=0.12))  # a factor: 12 % lower or higher is usual
    moment = np.exp(random.normal((count, 2), deviation=0.05))
    return Examples(np.array([*FORMANTS.values()])[y] * speaker * moment, y, tuple(FORMANTS))
