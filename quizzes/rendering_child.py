"""The process that rendering.py starts for a batch of texts: JSON in, JSON out, dead at its limits. No Django."""

import json
import resource
import sys

from quizzes.markup import to_html

MEMORY = 256 * 1024 * 1024  # bytes of address space, of which the libraries take a third
TOO_DEEP = "This text is nested too deeply. Please use fewer lists, quotes or brackets inside one another."
TOO_LARGE = "This text needs too much memory to render. Please shorten it."
BROKEN = "This text cannot be rendered. Please look for brackets or tags that are not closed."


def limit(seconds: int) -> None:
    """The kernel ends this process after so many seconds of CPU: no input can hold it longer."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def rendered(jobs: list[list[str]]) -> dict[str, object]:
    """[[text, prefix], …] → {"html": […]}, or {"error": a sentence}."""
    try:
        return {"html": [to_html(text, prefix) for text, prefix in jobs]}
    except RecursionError:
        return {"error": TOO_DEEP}
    except MemoryError:
        return {"error": TOO_LARGE}
    except Exception:  # a fault of a library in hostile text is the text's, not the site's
        return {"error": BROKEN}


def main() -> None:
    limit(int(sys.argv[1]))
    sys.stdout.write(json.dumps(rendered(json.load(sys.stdin))))


if __name__ == "__main__":
    main()
