"""Waiting in a test for what another thread or process does."""

import time

LONGEST = 20  # seconds, so that a test that waits in vain fails


def waits_until(condition):
    limit = time.monotonic() + LONGEST
    while not condition():
        assert time.monotonic() < limit
        time.sleep(0.01)
