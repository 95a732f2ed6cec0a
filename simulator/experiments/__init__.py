"""The experiments of the course: a question, a run with named readings, what is drawn of it, and what it shows."""
