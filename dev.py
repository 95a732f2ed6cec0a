#!/usr/bin/env python3
"""The one script of this project. `run` serves the site, and `serve` does so while you change it. `test` checks
everything, and `check` only what you have changed.

It stands on the standard library alone. Whatever is wrong with a machine is a Fault, one sentence that says what to
do; what a failed first run had begun is taken away again. Two runs at once wait for each other.
"""

import argparse
import contextlib
import fcntl
import hashlib
import http.client
import importlib.util
import io
import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

if sys.version_info < (
    3,
    11,
    2,
):  # this file keeps to the grammar of Python 3.6, so that an old one gets as far as here
    sys.exit("Python {}.{}.{} is too old: please run this with Python 3.11.2 or newer.".format(*sys.version_info))

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
BRIEF = 10  # seconds: a server that ends sooner would end again
HALF_MADE = VENV / "half-made"
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")  # the lightest first
SERVER = "--interface wsgi --host 127.0.0.1 --workers 2 --blocking-threads 16 --respawn-failed-workers --no-ws"
ANOTHER_SITE = {"SECRET_KEY_FILE", "DEBUG", "ALLOWED_HOSTS", "HTTPS", "BEHIND_PROXY"}
OF_A_SITE = {
    *("DATA_DIR", "COURSE_DIR", "CSRF_TRUSTED_ORIGINS", "RUNS_AT_ONCE", "FILMS_MB", "GRADED_DESCENT_DEMO"),
    *("PASSWORDS_AT_ONCE", "WRONG_PASSWORDS", "NEW_PEOPLE"),
}
OF_THE_SHELL = ("PYTHON", "DJANGO_", "GIT_")  # what a shell or a git hook sets for other programs of these kinds
READABLE = {"PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1"}  # a child's lines come in order, and are UTF-8 in any locale
PRIVATE = 0o077  # whatever is made in the data folder is for its owner alone
NO_PIP = "This Python has neither ensurepip nor pip: please run `apt install python3-venv`, then this again."
KNOWN_FAULTS = {
    r"Errno (28|122)\b|No space left|disk is full": "The disk is full: please free some 500 MB for {place} and for "
    "temporary files, then run this again.",
    r"NewConnectionError|ConnectTimeout|ReadTimeout|ProtocolError|ProxyError|SSLError|from versions: none": "The "
    "package registry cannot be reached: please check the network and pip's settings, then run this again.",
    r"DO NOT MATCH THE HASHES": "A package is not the one that was locked: please run this again on a network "
    "that you trust.",
    r"Errno (1|13|17|20|30)\b|Permission denied|readonly database|unable to open database": "Nothing can be written at "
    "{place}: please check whose that folder is (for the data, --data names another).",
}


Describe = Callable[[list[str]], str]  # what a command has printed so far → how far it is


class Fault(Exception):
    """What stopped us; the message says what to do about it."""


def explain(text: str, place: object) -> str | None:
    """The sentence for an error that machines are known to give, or None; text is whatever was printed or raised."""
    sentences = (sentence for pattern, sentence in KNOWN_FAULTS.items() if re.search(pattern, text))
    return next((sentence.format(place=place) for sentence in sentences), None)


# Other programs, and what a person sees while they work


@contextlib.contextmanager
def started(command: list[Any], **options: Any) -> Iterator[subprocess.Popen[str]]:
    """A child process with all that it starts in turn; none of them outlives the block."""
    process = subprocess.Popen([str(word) for word in command], cwd=ROOT, start_new_session=True, **options)
    try:
        yield process
    finally:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(15)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def collect(process: subprocess.Popen[str], lines: list[str]) -> None:
    for line in process.stdout or ():
        lines.append(line.rstrip())


def last_line(lines: list[str]) -> str:
    return lines[-1] if lines else ""


def follow(
    title: str, command: list[Any], place: Path | None = None, describe: Describe = last_line, **options: Any
) -> None:
    """Run a command to its end behind one line of progress; a Fault with all that it printed if it fails.

    Where a place is given, a known fault there becomes its sentence instead.
    """
    lines: list[str] = []
    begun, progress = time.monotonic(), Progress()
    pipes: dict[str, Any] = {
        "stdin": subprocess.DEVNULL,
        "stdout": subprocess.PIPE,
        "stderr": subprocess.STDOUT,
        "encoding": "utf-8",
        "errors": "replace",
    }
    pipes["env"] = {**options.pop("env", os.environ), **READABLE}
    with started(command, close_fds=False, **pipes, **options) as process:  # it holds our locks too
        reader = threading.Thread(target=collect, args=(process, lines), daemon=True)
        reader.start()
        while reader.is_alive():
            progress.show(f"{title}, {time.monotonic() - begun:.0f} s … {describe(lines)}")
            reader.join(0.1)
        code = process.wait()
    text = "\n".join(lines)
    if code:
        progress.end(f"{title}: failed.")
        raise Fault((place and explain(text, place)) or f"{text}\n{title} failed: please mend what stands above.")
    progress.end(f"{title}: done in {time.monotonic() - begun:.1f} s.")


class Progress:
    """One line that moves on a terminal; elsewhere a plain line every ten seconds."""

    def __init__(self) -> None:
        self.moves, self.due = sys.stdout.isatty(), 0.0

    def show(self, text: str) -> None:
        if time.monotonic() > self.due:
            self.due = time.monotonic() + (0.2 if self.moves else 10)
            self._write(text, "")

    def end(self, text: str) -> None:
        self._write(text, "\n")

    def _write(self, text: str, end: str) -> None:
        width = shutil.get_terminal_size().columns - 1
        print(f"\r{text[:width]}\033[K" if self.moves else text, end=end if self.moves else "\n", flush=True)


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold a folder; another process that wants it waits. If we are killed, it waits for what we were doing to end."""
    descriptor = os.open(folder, os.O_RDONLY)
    os.set_inheritable(descriptor, True)  # the lock lives as long as the last process that has this open
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print(f"Another run is at work in {folder}; waiting for it …", flush=True)
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


# The environment in .venv


def install(requirements: Path) -> None:
    """Bring .venv to what a file of locked requirements says, unless its stamp says that it is there already."""
    wanted = hashlib.sha256(requirements.read_bytes()).hexdigest()
    stamp = VENV / f"{requirements.stem}.installed"
    if HALF_MADE.exists() or not is_sound():
        shutil.rmtree(VENV, ignore_errors=True)
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != wanted:
        with whole_environment():
            pip_install(requirements)
            stamp.write_text(wanted, encoding="utf-8")


@contextlib.contextmanager
def whole_environment() -> Iterator[None]:
    """Make .venv if there is none. A new one goes again if the block fails; one torn in the middle is noted as such."""
    fresh = not VENV.exists()
    try:
        if fresh:
            make_environment()
        HALF_MADE.touch()
        yield
        HALF_MADE.unlink()
    except BaseException as error:
        if fresh:
            shutil.rmtree(VENV, ignore_errors=True)
        elif isinstance(error, Fault):
            HALF_MADE.unlink()  # pip has taken back what it began
        raise


def is_sound() -> bool:
    """Whether .venv runs and finds its packages: a newer system Python would look for them in another folder."""
    probe = "import os, sys, sysconfig; sys.exit(not os.path.isdir(sysconfig.get_path('purelib')))"
    return PYTHON.exists() and subprocess.run([str(PYTHON), "-c", probe], check=False).returncode == 0


def has_module(name: str) -> bool:
    return importlib.util.find_spec(name) is not None


def make_environment() -> None:
    if not has_module("ensurepip") and not has_module("pip"):
        raise Fault(NO_PIP)
    bare = [] if has_module("ensurepip") else ["--without-pip"]
    follow("Making .venv", [sys.executable, "-m", "venv", *bare, VENV], place=VENV)


def pip_install(requirements: Path) -> None:
    pip: list[Any] = [PYTHON, "-m", "pip"]
    if not any(VENV.glob("lib/python*/site-packages/pip")):  # Debian without python3-venv: the system's pip does it
        pip = [sys.executable, "-m", "pip", "--python", PYTHON]
    options = ["--require-hashes", "--only-binary", ":all:", "--no-input", "--progress-bar", "off", "--retries", "3"]
    environment = {**os.environ, "PIP_USER": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    pins = len(re.findall(r"^\S+==", requirements.read_text(encoding="utf-8"), re.MULTILINE))
    command = [*pip, "install", *options, "-r", requirements]
    follow("Installing packages", command, VENV, lambda lines: describe_pip(lines, pins), env=environment)


def describe_pip(lines: list[str], pins: int) -> str:
    """How far pip is; what it skips on this machine does not count."""
    total = pins - sum(line.startswith("Ignoring ") for line in lines)
    names = re.findall(r"^(?:Collecting|Requirement already satisfied:) ([\w.-]+)", "\n".join(lines), re.MULTILINE)
    if any(line.startswith("Installing collected packages") for line in lines):
        return f"all {total} fetched, unpacking them"
    return f"{len(names)} of {total} {names[-1] if names else ''}"


# python3 dev.py run


def run(port: int, data: Path) -> None:
    with contextlib.ExitStack() as until_it_answers:
        until_it_answers.enter_context(locked(ROOT))
        check_port(port)  # inside the lock, since two servers of this kind would silently share a port
        with made(data):
            install(ROOT / "requirements.txt")
            until_it_answers.enter_context(locked(data))
            environment = prepare(data)
        serve(port, data, environment, until_it_answers)


def check_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError as error:
            raise Fault(f"Port {port} is for the system: please choose one above 1023 with --port.") from error
        except OSError as error:
            raise Fault(f"Port {port} is taken: please stop what runs there, or choose another with --port.") from error


@contextlib.contextmanager
def made(folder: Path) -> Iterator[None]:
    """A folder that can be written. One that was not there before goes again if the block fails."""
    fresh = not folder.exists()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        tempfile.TemporaryFile(dir=folder).close()  # asking for permission is not enough: the disk may be full
        yield
    except BaseException:
        if fresh:
            shutil.rmtree(folder, ignore_errors=True)
        raise


def prepare(data: Path) -> dict[str, str]:
    """Bring the data folder up to date; returns the environment for a server on it.

    A new database is filled under another name and gets its own when it is whole, so that a first run that was
    killed leaves none without the course or the demo accounts.
    """
    database, draft = data / "site.sqlite3", data / "unfinished.sqlite3"
    if database.exists():
        fill(data, site_environment(data, database), is_new=False)
    else:
        remove_database(draft)
        try:
            fill(data, site_environment(data, draft), is_new=True)
            draft.rename(database)
        finally:
            remove_database(draft)
    return site_environment(data, database)


def remove_database(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def site_environment(data: Path, database: Path) -> dict[str, str]:
    """What courseware/settings.py reads: this folder's key and database, whatever the shell says of another site."""
    own = {"DATA_DIR": str(data), "DATABASE_URL": f"sqlite:///{quote(str(database))}", "GRADED_DESCENT_DEMO": "1"}
    return environment_without(ANOTHER_SITE) | own


def environment_without(names: set[str]) -> dict[str, str]:
    """The shell's environment, except these names and what it sets for other programs in Python and for git."""
    others = {
        name: value for name, value in os.environ.items() if name not in names and not name.startswith(OF_THE_SHELL)
    }
    return others | READABLE


def fill(data: Path, environment: dict[str, str], is_new: bool) -> None:
    steps = [["migrate", "--no-input"], ["demo", "--accounts", str(data / "demo-accounts.txt")]]
    steps += [["collectstatic", "--no-input", "--verbosity", "0"], ["loadcourse"]]
    if is_new:
        manage("Making the database and loading the course", steps, environment | {"GRADED_DESCENT_NEW_DATABASE": "1"})
        return
    try:
        manage("Bringing the database and the course up to date", steps, environment)
    except Fault as fault:  # an instructor's edit may stand against the file's: no reason to close the site
        print(fault, "The course stays as it was.", sep="\n", file=sys.stderr)
        manage("Bringing the database up to date", steps[:-1], environment)


def manage(title: str, steps: list[list[str]], environment: dict[str, str]) -> None:
    """Run some of Django's commands in one process, since starting one takes longer than most of them."""
    program = "import json, sys, django.core.management as django\n"
    program += "for step in json.loads(sys.argv[1]): django.execute_from_command_line(['manage.py', *step])"
    settings = {"DJANGO_SETTINGS_MODULE": "courseware.settings"}
    command, place = [PYTHON, "-c", program, json.dumps(steps)], Path(environment["DATA_DIR"])
    follow(title, command, place, env=environment | settings, umask=PRIVATE)


def serve(port: int, data: Path, environment: dict[str, str], until_it_answers: contextlib.ExitStack) -> None:
    """Serve until somebody stops it. A server that ran for a while and then ended by itself is started again."""
    command = [PYTHON, "-m", "granian", *SERVER.split(), "--log-level", "error", "--port", port]
    while True:
        began = time.monotonic()
        with started([*command, "courseware.wsgi:application"], env=environment, umask=PRIVATE) as server:
            wait_until_it_answers(server, port)
            try:
                until_it_answers.close()
                print(welcome(port, data), flush=True)
                server.wait()
            except KeyboardInterrupt:
                print("\nStopping.", flush=True)
                return
        if time.monotonic() - began < BRIEF:
            raise Fault("The server stopped by itself: please read what it said above, then run this again.")


def serve_changes(port: int, data: Path) -> None:
    """Serve the site with Django's own server, which shows each change of a file at once."""
    with locked(ROOT):
        check_port(port)
        with made(data):
            install(ROOT / "requirements-dev.txt")
            with locked(data):
                environment = prepare(data)
    print(welcome(port, data), flush=True)
    command = [PYTHON, "manage.py", "runserver", f"127.0.0.1:{port}"]
    with started(command, env=environment | {"DEBUG": "1"}, umask=PRIVATE) as server:
        server.wait()


def wait_until_it_answers(server: subprocess.Popen[str], port: int) -> None:
    patience = time.monotonic() + 60
    while not is_answering(port):
        if server.poll() is not None or time.monotonic() > patience:
            raise Fault("The server did not start: please read what it said above, then run this again.")
        time.sleep(0.1)


def is_answering(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    with contextlib.closing(connection), contextlib.suppress(OSError, http.client.HTTPException):
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    return False


def welcome(port: int, data: Path) -> str:
    accounts = data / "demo-accounts.txt"
    people = [f"  {line}" for line in accounts.read_text(encoding="utf-8").splitlines()] if accounts.exists() else []
    lines = [f"\nGraded Descent runs at http://127.0.0.1:{port}/", *(people and ["Sign in as", *people])]
    return "\n".join([*lines, f"The data is in {data}. Ctrl-C stops the site."])


# python3 dev.py test

CHECKS: dict[str, list[Any]] = {
    "ruff check": ["-m", "ruff", "check", "."],
    "ruff format": ["-m", "ruff", "format", "--check", "."],
    "mypy": ["-m", "mypy"],
    "import rules": [VENV / "bin" / "lint-imports"],
    "djlint": ["-m", "djlint", "--lint", "--quiet", "templates"],
    "migrations": ["manage.py", "makemigrations", "--check", "--dry-run"],
    "API schema": ["manage.py", "spectacular", "--validate", "--fail-on-warn", "--file", os.devnull],
}


def test(extra: list[str]) -> None:
    with locked(ROOT):
        install(ROOT / "requirements-dev.txt")
    environment = environment_for_tests()
    with tempfile.TemporaryDirectory(prefix="graded-descent-") as data:
        of_checks = {**environment, "DATA_DIR": data}
        failed = [name for name, command in CHECKS.items() if not passes(name, command, of_checks)]
    workers = str((os.cpu_count() or 1) + 1)  # one more than cores: those with a browser wait half of the time
    command = [PYTHON, "-m", "pytest", "-q", "-n", workers, "--dist", "worksteal", *extra]
    with started(command, env=environment) as process:
        if process.wait():
            failed.append("pytest")
    if failed:
        raise Fault(f"Failed: {', '.join(failed)}.")
    print("Every check passed.")


def check(paths: list[str]) -> None:
    """Check some files, or those that differ from the last commit: style, types, imports, templates, and the pure tests
    that belong to them. All at once, to be quick.
    """
    with locked(ROOT):
        install(ROOT / "requirements-dev.txt")
    touched = [Path(path) for path in paths or changed()]
    templates = [path for path in touched if path.suffix == ".html"]
    commands = {name: CHECKS[name] for name in ("ruff check", "ruff format", "mypy", "import rules")}
    if templates:
        commands["djlint"] = ["-m", "djlint", "--lint", "--quiet", *templates]
    tests = tests_of(touched)
    if tests:
        commands["tests"] = ["-m", "pytest", "-q", "-m", "pure", *tests]
    with tempfile.TemporaryDirectory(prefix="graded-descent-") as data:
        environment = environment_for_tests() | {"DATA_DIR": data}
        failed = [name for name, ended in all_at_once(commands, environment) if not ended]
    if failed:
        raise Fault(f"Failed: {', '.join(failed)}.")
    print(f"Checked, with {len(tests)} test files.")


def changed() -> list[str]:
    """The files that differ from the last commit, new ones too."""
    command = ["git", "ls-files", "--modified", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=True).stdout
    return [name for name in listed.split("\0") if name and (ROOT / name).exists()]


def tests_of(touched: list[Path]) -> list[Path]:
    """The files of tests among these, and those that import a module among these."""
    inside = [path.resolve().relative_to(ROOT) for path in touched]
    modules = [path.with_suffix("").parts for path in inside if path.suffix == ".py"]
    names = [rf"(from|import) {'[.]'.join(parts)}\b" for parts in modules]
    names += [rf"from {'[.]'.join(parts[:-1])} import .*\b{parts[-1]}\b" for parts in modules if len(parts) > 1]
    imports = re.compile("|".join(names) or "$^")
    files = sorted((ROOT / "tests").rglob("test_*.py"))
    return [
        file for file in files if file.relative_to(ROOT) in inside or imports.search(file.read_text(encoding="utf-8"))
    ]


def all_at_once(commands: dict[str, list[Any]], environment: dict[str, str]) -> list[tuple[str, bool]]:
    """Run commands beside each other and print what failed. Returns (name, whether it passed) of each."""
    with contextlib.ExitStack() as running:
        pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "encoding": "utf-8"}
        children = {
            name: running.enter_context(started([PYTHON, *command], env=environment, **pipes))
            for name, command in commands.items()
        }
        said = {name: child.communicate()[0] for name, child in children.items()}
        for name, child in children.items():
            print(f"{name}: {'failed' if child.returncode else 'passed'}.", flush=True)
            if child.returncode:
                print(said[name])
        return [(name, not child.returncode) for name, child in children.items()]


def environment_for_tests() -> dict[str, str]:
    """What tests may know of the shell: of a site, only in which PostgreSQL to work."""
    environment = environment_without(ANOTHER_SITE | OF_A_SITE)
    if environment.get("DATABASE_URL", "").startswith("sqlite:"):
        del environment["DATABASE_URL"]  # a file of another site; the tests have their own
    return environment | {"TMPDIR": tempfile.gettempdir()}  # one that can be written: Chromium takes what is named


def passes(name: str, command: list[Any], environment: dict[str, str]) -> bool:
    try:
        follow(name, [PYTHON, *command], describe=lambda lines: "", env=environment)
    except Fault as fault:
        print(fault, end="\n\n", flush=True)
        return False
    return True


def find_chromium() -> str | None:
    """The path of a Chromium, or None: what CHROMIUM names, else the first one on PATH."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)


# The subjects of commits

LONGEST_SUBJECT = 72
NOT_IMPERATIVE = re.compile(r"(?:[A-Za-z]*[^s]s|[A-Za-z]+ed|[A-Za-z]+ing)\b")
IMPERATIVE = {
    "Address",
    "Bring",
    "Embed",
    "Feed",
    "Focus",
    "Need",
    "Pass",
    "Press",
    "Process",
    "Seed",
    "Speed",
    "String",
    "Bias",
}


def check_subject(message: str) -> None:
    """Raises Fault if the first line of a commit message is too long or does not begin with what the commit does."""
    subject = (message.splitlines() or [""])[0]
    if subject.startswith(("Merge ", "Revert ", "fixup! ", "squash! ")):
        return
    if not subject or len(subject) > LONGEST_SUBJECT:
        raise Fault(f"Write a subject of at most {LONGEST_SUBJECT} characters. This one has {len(subject)}: {subject}")
    first = subject.split()[0]
    if not first[0].isupper() or subject.endswith(".") or (NOT_IMPERATIVE.fullmatch(first) and first not in IMPERATIVE):
        raise Fault(f"Begin with a capital and a verb, without a full stop, such as “Read decimal commas”: {subject}")


# python3 dev.py lock, python3 dev.py doctor


def lock() -> None:
    if shutil.which("uv") is None:
        raise Fault("Locking needs uv: please run `pip install uv`, then this again.")
    options = "--quiet --generate-hashes --universal --python-version 3.11.2 --no-header --no-annotate --upgrade"
    for name in ("requirements", "requirements-dev"):
        command = ["uv", "pip", "compile", *options.split(), f"{name}.in", "--output-file", f"{name}.txt"]
        follow(f"Locking {name}.txt", command)


def doctor(port: int, data: Path) -> None:
    """What this machine has, a line each, with the way out of what could hurt."""
    place = next(folder for folder in (data, *data.parents) if folder.exists())
    can_install = has_module("ensurepip") or has_module("pip")
    print("Python    {}.{}.{}".format(*sys.version_info), "" if can_install else NO_PIP)
    print(f"SQLite    {sqlite3.sqlite_version}{sqlite_warning(sqlite3.sqlite_version_info)}")
    print(f"Chromium  {find_chromium() or 'none, so the browser tests are skipped: apt install chromium'}")
    print(f"Disk      {shutil.disk_usage(place).free / 1e9:.1f} GB free for {data}")
    try:
        check_port(port)
        print(f"Port      {port} is free")
    except Fault as fault:
        print(f"Port      {fault}")


def sqlite_warning(version: tuple[int, ...]) -> str:
    if version >= (3, 51, 3):
        return ""
    return ", with a rare fault (WAL reset, mended in 3.51.3): give a busy site PostgreSQL, see docs/operators.md"


# The command line


def port_number(text: str) -> int:
    if not (text.isdecimal() and 1 <= int(text[:9]) <= 65535):
        raise argparse.ArgumentTypeError(f"{text} is no port: please choose one from 1024 to 65535.")
    return int(text)


def read_arguments(arguments: list[str]) -> tuple[argparse.Namespace, list[str]]:
    parser = argparse.ArgumentParser(prog="dev.py", description="Serve Graded Descent, or check it.")
    commands = parser.add_subparsers(dest="command", required=True)
    of_a_site = {
        "run": "serve the site on this machine",
        "serve": "serve it while you change it: every change shows at once",
        "doctor": "say what this machine has",
    }
    for name, purpose in of_a_site.items():
        command = commands.add_parser(name, help=purpose)
        command.add_argument("--port", type=port_number, default=8000, help="8000 unless told")
        command.add_argument("--data", type=Path, default=ROOT / "var", metavar="DIR", help="var/ unless told")
    commands.add_parser("test", help="check everything; what follows goes to pytest", add_help=False)
    quick = commands.add_parser("check", help="check what you have changed, quickly")
    quick.add_argument("paths", nargs="*", help="files to check (else those that differ from the last commit)")
    subject = commands.add_parser("subject", help="check the subject of a commit message")
    subject.add_argument("message", type=Path, help="the file with the message, as git hands it to a hook")
    commands.add_parser("lock", help="write requirements*.txt anew from requirements*.in (needs uv)")
    options, extra = parser.parse_known_args(arguments)
    if extra and options.command != "test":
        parser.error(f"{options.command} does not know {extra[0]}")
    return options, extra


def perform(options: argparse.Namespace, extra: list[str]) -> None:
    of_a_site = {"run": run, "serve": serve_changes, "doctor": doctor}
    if options.command in of_a_site:
        of_a_site[options.command](options.port, options.data.absolute())
    elif options.command == "test":
        test(extra)
    elif options.command == "check":
        check(options.paths)
    elif options.command == "subject":
        check_subject(options.message.read_text(encoding="utf-8"))
    else:
        lock()


def main(arguments: list[str]) -> None:
    options, extra = read_arguments(arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that cannot show … is no reason to stop
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if name != signal.SIGHUP or signal.getsignal(name) != signal.SIG_IGN:  # nohup means it
            signal.signal(name, signal.default_int_handler)  # all end like Ctrl-C, with the children
    try:
        perform(options, extra)
    except Fault as fault:
        sys.exit(str(fault))
    except OSError as error:
        sys.exit(explain(str(error), error.filename) or f"The system refused: {error}.")
    except KeyboardInterrupt:
        sys.exit("\nStopped.")


if __name__ == "__main__":
    main(sys.argv[1:])
