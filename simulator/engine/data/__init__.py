"""Data sets, all made by our own code for lessons, and the learner's own."""
