"""Handwritten digits as a lesson needs them, made by us: small, quick to learn from, and never twice the same.

Each picture is one of ten drawings of 8×8 pixels. It is moved by up to one pixel in both directions (what leaves the
picture is cut off), half of the time smeared to the right as by a broad pen, made paler, and covered with noise.
It imitates scans of handwriting, without their ten thousand hands.
"""

import numpy as np

from simulator.engine.data.examples import Examples
from simulator.engine.randomness import Random

SIDE = 8
DRAWINGS = """
..####..  ...##...  ..####..  ..####..  .....#..
.#....#.  ..###...  .#....#.  .#....#.  ....##..
.#....#.  ...##...  ......#.  ......#.  ...#.#..
.#....#.  ...##...  .....#..  ...###..  ..#..#..
.#....#.  ...##...  ...##...  ......#.  .#...#..
.#....#.  ...##...  ..#.....  ......#.  .######.
.#....#.  ...##...  .#......  .#....#.  .....#..
..####..  .######.  .######.  ..####..  .....#..

.######.  ..####..  .######.  ..####..  ..####..
.#......  .#....#.  ......#.  .#....#.  .#....#.
.#......  .#......  .....#..  .#....#.  .#....#.
.#####..  .#####..  ....#...  ..####..  .#....#.
......#.  .#....#.  ...#....  .#....#.  ..#####.
......#.  .#....#.  ..#.....  .#....#.  ......#.
.#....#.  .#....#.  ..#.....  .#....#.  .#....#.
..####..  ..####..  ..#.....  ..####..  ..####..
"""


def _pictures() -> np.ndarray:
    """The ten drawings (10, 8, 8): 1 is ink."""
    bands = [[line.split() for line in band.splitlines()] for band in DRAWINGS.strip().split("\n\n")]
    rows = [[line[place] for line in band] for band in bands for place in range(5)]
    return np.array([[[float(pixel == "#") for pixel in row] for row in picture] for picture in rows])


PICTURES = _pictures()


def digits(count: int, random: Random, noise: float = 0.2) -> Examples:
    """Pictures (count, 64) with pixels from 0 (paper) to 1 (ink), row by row; ten classes, equally many of each.

    `noise` is the deviation of what is added to each pixel.
    """
    y = random.order(count) % len(PICTURES)
    ink = _moved(PICTURES[y], random.whole((count, 2), 3) - 1)
    ink = np.where(random.uniform((count, 1, 1)) < 0.5, _smeared(ink), ink)
    pale = ink * random.uniform((count, 1, 1), 0.6, 1)
    x = np.clip(pale + random.normal(ink.shape, deviation=noise), 0, 1)
    return Examples(x.reshape(count, SIDE * SIDE), y, tuple("0123456789"))


def _moved(pictures: np.ndarray, by: np.ndarray) -> np.ndarray:
    """Each picture moved down and to the right by its own −1, 0 or 1: a window into the picture with a margin."""
    margin = np.pad(pictures, ((0, 0), (1, 1), (1, 1)))
    windows = np.lib.stride_tricks.sliding_window_view(margin, (SIDE, SIDE), axis=(1, 2))
    return windows[np.arange(len(pictures)), 1 - by[:, 0], 1 - by[:, 1]]


def _smeared(pictures: np.ndarray) -> np.ndarray:
    """As if drawn with a broad pen: each pixel leaves 0.6 of its ink on its right-hand neighbour."""
    left = np.pad(pictures, ((0, 0), (0, 0), (1, 0)))[:, :, :SIDE]
    return np.maximum(pictures, 0.6 * left)
