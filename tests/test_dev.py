"""dev.py keeps its word on any machine: one sentence for each fault, nothing half made, no data lost."""

import ast
import contextlib
import fcntl
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

import pytest

import dev

SOURCE = Path(dev.__file__)
DJANGO = """
import os, pathlib, sys
data = pathlib.Path(os.environ["DATA_DIR"])
database = pathlib.Path(os.environ["DATABASE_URL"].removeprefix("sqlite:///"))
fails = (data / "fails").read_text() if (data / "fails").exists() else ""
def execute_from_command_line(arguments):
    with database.open("a") as file:
        file.write(arguments[1] + (" of a new database" if "GRADED_DESCENT_NEW_DATABASE" in os.environ else "") + "\\n")
    (data / "demo-accounts.txt").write_text("learner: four words\\ninstructor: other words\\n")
    if arguments[1] == fails:
        sys.exit("conflict in q.toml")
"""
GRANIAN = """
import http.server, sys
class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if self.path == "/healthz" else 404)
        self.end_headers()
    def log_message(self, *words): pass
http.server.HTTPServer(("127.0.0.1", int(sys.argv[sys.argv.index("--port") + 1])), Answer).serve_forever()
"""


@pytest.fixture
def bare_checkout(tmp_path):
    """A checkout on a machine that has never run it: the script, and one requirement that no registry has."""
    folder = tmp_path / "site"
    folder.mkdir()
    shutil.copy(SOURCE, folder)
    (folder / "requirements.txt").write_text("")
    return folder


@pytest.fixture
def checkout(bare_checkout):
    """A checkout that is installed; its Django and its server are small stand-ins that leave traces."""
    venv.create(bare_checkout / ".venv", with_pip=False)
    nothing = dev.hashlib.sha256(b"").hexdigest()
    (bare_checkout / ".venv" / "requirements.installed").write_text(nothing)
    (bare_checkout / "django" / "core").mkdir(parents=True)
    (bare_checkout / "django" / "core" / "management.py").write_text(DJANGO)
    (bare_checkout / "granian.py").write_text(GRANIAN)
    return bare_checkout


@pytest.fixture
def here(monkeypatch, tmp_path):
    """dev itself, working on an empty folder instead of this checkout."""
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    monkeypatch.setattr(dev, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(dev, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    monkeypatch.setattr(dev, "HALF_MADE", tmp_path / ".venv" / "half-made")
    (tmp_path / "requirements.txt").write_text("numpy==2.4.6\n")
    return tmp_path


def call(checkout, *arguments):
    command = [sys.executable, str(checkout / "dev.py"), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", timeout=60, stdin=subprocess.DEVNULL)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def running(checkout, port, *arguments):
    """A `run` that has printed its welcome: the process, and all that it printed until then."""
    command = [sys.executable, str(checkout / "dev.py"), "run", "--port", str(port), *map(str, arguments)]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", errors="replace"
    )
    try:
        said = []
        while not said or "Ctrl-C stops the site" not in said[-1]:
            line = process.stdout.readline()
            assert line, "".join(said)
            said.append(line)
        yield process, "".join(said)
    finally:
        process.terminate()
        process.communicate(timeout=30)


# A fault of the machine is one sentence, and nothing half made is left


def test_an_old_python_is_told_so():
    pretend = f"import runpy, sys; sys.version_info = (3, 9, 2); runpy.run_path({str(SOURCE)!r}, run_name='__main__')"
    told = subprocess.run([sys.executable, "-c", pretend], capture_output=True, text=True)
    assert told.returncode == 1
    assert told.stderr == "Python 3.9.2 is too old: please run this with Python 3.11.2 or newer.\n"


def test_an_old_python_can_read_the_file_so_far():
    assert ast.parse(SOURCE.read_text(encoding="utf-8"), feature_version=(3, 6))


@pytest.mark.parametrize(
    "arguments", [[], ["walk"], ["run", "--port", "0"], ["run", "--port", "x"], ["run", "--prot", "1"]]
)
def test_a_slip_on_the_command_line_shows_how_it_goes(bare_checkout, arguments):
    told = call(bare_checkout, *arguments)
    assert (told.returncode, told.stderr.partition(" ")[0]) == (2, "usage:")


@pytest.mark.parametrize("port", ["0", "x", "65536", "9" * 5_000])
def test_what_is_no_port_is_told_what_a_port_is(bare_checkout, port):
    told = call(bare_checkout, "run", "--port", port)
    assert told.stderr.endswith("is no port: please choose one from 1024 to 65535.\n")


def test_a_taken_port_is_named_before_anything_is_made(bare_checkout):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        told = call(bare_checkout, "run", "--port", port)
    assert told.stderr == f"Port {port} is taken: please stop what runs there, or choose another with --port.\n"
    assert told.returncode == 1
    assert sorted(os.listdir(bare_checkout)) == ["dev.py", "requirements.txt"]


@pytest.mark.parametrize("place", ["file", "file/below"])
def test_a_folder_that_cannot_be_written_is_named(bare_checkout, tmp_path, place):
    (tmp_path / "file").write_text("in the way")
    told = call(bare_checkout, "run", "--port", free_port(), "--data", tmp_path / place)
    assert told.returncode == 1
    assert told.stderr.startswith(f"Nothing can be written at {tmp_path / 'file'}")
    assert told.stderr.count("\n") == 1
    assert sorted(os.listdir(bare_checkout)) == ["dev.py", "requirements.txt"]


def test_a_machine_with_neither_ensurepip_nor_pip_is_told_the_package(here, monkeypatch):
    monkeypatch.setattr(dev, "has_module", lambda name: False)
    with pytest.raises(dev.Fault, match="apt install python3-venv"):
        dev.run(free_port(), here / "var")
    assert os.listdir(here) == ["requirements.txt"]


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "The disk is full"),
        ("django.db.utils.OperationalError: database or disk is full", "The disk is full"),
        ("Retrying after connection broken by 'NewConnectionError(...)'", "The package registry cannot be reached"),
        ("ERROR: Could not find a version that satisfies nh3 (from versions: none)", "The package registry"),
        ("THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE", "A package is not the one"),
        ("Error: [Errno 13] Permission denied: '/srv/site/.venv'", "Nothing can be written at /srv"),
        ("OSError: [Errno 30] Read-only file system: '/srv'", "Nothing can be written at /srv"),
        ("django.db.utils.OperationalError: attempt to write a readonly database", "Nothing can be written at /srv"),
    ],
)
def test_a_known_fault_becomes_its_sentence(text, begins):
    assert dev.explain(text, "/srv").startswith(begins)


@pytest.mark.parametrize("shell", [{}, {"PYTHONUNBUFFERED": "", "LC_ALL": "xx", "PYTHONUTF8": "0"}])
def test_an_unknown_fault_shows_all_that_was_printed_in_order_in_any_shell(monkeypatch, shell):
    for name in ("PYTHONUNBUFFERED", "PYTHONUTF8", "LC_ALL"):
        monkeypatch.delenv(name, raising=False)
    for name, value in shell.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(dev.Fault, match=r"^first −\nlast\nA step failed"):
        dev.follow("A step", [sys.executable, "-c", r"print('first \u2212'); exit('last')"], place="/srv")


# The environment


def test_without_ensurepip_the_pip_of_the_system_installs(here, monkeypatch):
    commands = []
    monkeypatch.setattr(dev, "has_module", lambda name: name == "pip")
    monkeypatch.setattr(dev, "follow", lambda title, command, *rest, **options: commands.append(command))
    dev.make_environment()
    dev.pip_install(here / "requirements.txt")
    assert commands[0] == [sys.executable, "-m", "venv", "--without-pip", here / ".venv"]
    assert commands[1][:5] == [sys.executable, "-m", "pip", "--python", here / ".venv" / "bin" / "python"]
    assert "--require-hashes" in commands[1]


@pytest.fixture
def installs(here, monkeypatch):
    """What dev installs, without doing it; a text in `fault` is what comes instead."""
    done, fault = [], []
    monkeypatch.setattr(dev, "make_environment", lambda: venv.create(here / ".venv", with_pip=False))

    def pip_install(requirements):
        done.append(requirements.name)
        if fault:
            raise fault[0]

    monkeypatch.setattr(dev, "pip_install", pip_install)
    return done, fault


def test_packages_are_installed_once_until_their_list_changes(here, installs):
    done, _ = installs
    dev.install(here / "requirements.txt")
    dev.install(here / "requirements.txt")
    assert done == ["requirements.txt"]
    (here / "requirements.txt").write_text("numpy==2.4.7\n")
    dev.install(here / "requirements.txt")
    assert done == ["requirements.txt"] * 2


@pytest.mark.parametrize("error", [dev.Fault("no network"), KeyboardInterrupt()])
def test_a_first_installation_that_fails_leaves_no_environment(here, installs, error):
    installs[1].append(error)
    with pytest.raises(type(error)):
        dev.install(here / "requirements.txt")
    assert not (here / ".venv").exists()


def test_a_later_installation_that_fails_keeps_the_environment(here, installs):
    dev.install(here / "requirements.txt")
    (here / ".venv" / "kept").touch()
    (here / "requirements.txt").write_text("numpy==2.4.7\n")
    installs[1].append(dev.Fault("no network"))
    with pytest.raises(dev.Fault):
        dev.install(here / "requirements.txt")
    assert (here / ".venv" / "kept").exists()
    assert not (here / ".venv" / "half-made").exists()


def test_an_environment_torn_by_a_kill_is_made_anew(here, installs):
    dev.install(here / "requirements.txt")
    (here / ".venv" / "half-made").touch()
    (here / ".venv" / "torn").touch()
    dev.install(here / "requirements.txt")
    assert not (here / ".venv" / "torn").exists()
    assert installs[0] == ["requirements.txt"] * 2


def test_an_environment_of_a_python_that_is_gone_is_made_anew(here, installs):
    dev.install(here / "requirements.txt")
    (here / ".venv" / "bin" / "python").unlink()
    dev.install(here / "requirements.txt")
    assert dev.is_sound()


def test_the_progress_counts_what_this_machine_needs():
    lines = ["Ignoring colorama: markers 'x' don't match", "Collecting nh3==0.3.8", "Collecting numpy==2.4.6"]
    assert dev.describe_pip(lines, 5) == "2 of 4 numpy"
    assert dev.describe_pip([*lines, "Installing collected packages: nh3, numpy"], 5) == "all 4 fetched, unpacking them"


# Running


def test_a_run_prints_the_address_and_the_accounts_and_ends_with_its_server(checkout):
    port = free_port()
    with running(checkout, port) as (process, said):
        assert f"http://127.0.0.1:{port}/" in said
        assert "learner: four words\n  instructor: other words\n" in said
        assert dev.is_answering(port)
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
    dev.check_port(port)


class FakeServer:
    """Ends by itself as often as told, then is stopped as by Ctrl-C."""

    def __init__(self, ends):
        self.starts, self.ends = 0, ends

    @contextlib.contextmanager
    def started(self, command, **options):
        self.starts += 1
        yield self

    def wait(self):
        if self.starts > self.ends:
            raise KeyboardInterrupt


@pytest.mark.parametrize("brief, starts", [(0, 3), (60, 1)])
def test_a_server_that_ran_for_a_while_is_started_again_and_one_that_did_not_is_told_of(
    monkeypatch, tmp_path, brief, starts
):
    server = FakeServer(ends=2)
    monkeypatch.setattr(dev, "BRIEF", brief)
    monkeypatch.setattr(dev, "started", server.started)
    monkeypatch.setattr(dev, "wait_until_it_answers", lambda server, port: None)
    with contextlib.nullcontext() if brief == 0 else pytest.raises(dev.Fault):
        dev.serve(8000, tmp_path, {}, contextlib.ExitStack())
    assert server.starts == starts


def test_what_a_run_makes_is_for_its_owner_alone(checkout):
    with running(checkout, free_port()):
        made = [checkout / "var", *(checkout / "var").iterdir()]
    assert [path.name for path in made if path.stat().st_mode & 0o077] == []


def test_a_second_run_keeps_all_data_and_shows_the_accounts_again(checkout):
    for _ in range(2):
        with running(checkout, free_port()) as (_, said):
            assert "learner: four words" in said
    steps = ["migrate", "demo", "collectstatic", "loadcourse"]
    first = [f"{step} of a new database" for step in steps]
    assert (checkout / "var" / "site.sqlite3").read_text().splitlines() == first + steps


def test_a_first_run_that_fails_leaves_no_data_folder(checkout, tmp_path):
    (checkout / "django" / "core" / "management.py").write_text("exit('the course is broken')")
    told = call(checkout, "run", "--port", free_port(), "--data", tmp_path / "data")
    assert told.returncode == 1
    assert "the course is broken" in told.stderr
    assert not (tmp_path / "data").exists()


def test_a_first_run_that_fails_leaves_no_database_in_a_folder_that_was_there(checkout, tmp_path):
    (tmp_path / "fails").write_text("loadcourse")
    (tmp_path / "kept").touch()
    call(checkout, "run", "--port", free_port(), "--data", tmp_path)
    assert list(tmp_path.glob("*.sqlite3*")) == []
    assert (tmp_path / "kept").exists()


def test_a_course_that_cannot_be_loaded_again_does_not_close_the_site(checkout):
    with running(checkout, free_port()):
        (checkout / "var" / "fails").write_text("loadcourse")
    with running(checkout, free_port()) as (_, said):
        assert "conflict in q.toml" in said
        assert "The course stays as it was." in said


def test_a_server_that_ends_by_itself_is_an_error(checkout):
    (checkout / "granian.py").write_text("exit('no such application')")
    told = call(checkout, "run", "--port", free_port())
    assert told.returncode == 1
    assert "The server did not start" in told.stderr


def test_a_run_uses_its_own_key_and_database_whatever_the_shell_says(monkeypatch):
    monkeypatch.setenv("SECRET_KEY_FILE", "/etc/another-key")
    monkeypatch.setenv("DATABASE_URL", "postgres://db/production")
    monkeypatch.setenv("DEBUG", "1")
    environment = dev.site_environment(Path("/srv/a b"), Path("/srv/a b/site.sqlite3"))
    assert {"SECRET_KEY_FILE", "DEBUG"}.isdisjoint(environment)
    assert environment["DATABASE_URL"] == "sqlite:////srv/a%20b/site.sqlite3"
    assert environment["GRADED_DESCENT_DEMO"] == "1"


def is_held(folder):
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return False
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)


def test_two_runs_wait_for_each_other(tmp_path):
    with dev.locked(tmp_path):
        assert is_held(tmp_path)
    assert not is_held(tmp_path)


def test_a_run_waits_for_the_unfinished_work_of_one_that_was_killed(tmp_path):
    work = f"dev.follow('work', ['sh', '-c', 'echo $$ > {tmp_path}/pid; exec sleep 600'])"
    program = f"import dev, pathlib\nwith dev.locked(pathlib.Path({str(tmp_path)!r})): {work}"
    killed = subprocess.Popen([sys.executable, "-c", program], cwd=SOURCE.parent)
    while not (tmp_path / "pid").exists() or not (tmp_path / "pid").read_text():
        time.sleep(0.02)
    killed.kill()
    killed.wait()
    assert is_held(tmp_path)
    os.kill(int((tmp_path / "pid").read_text()), signal.SIGKILL)
    while is_held(tmp_path):
        time.sleep(0.02)


def test_no_child_outlives_what_started_it():
    with dev.started(["sh", "-c", "sleep 600 & sleep 600"], stdout=subprocess.PIPE) as process:
        time.sleep(0.1)
    assert process.stdout.read() == b""  # the end of the pipe: nobody holds it any more


def test_first_runs_at_once_agree_on_one_key_that_nobody_else_may_read(tmp_path):
    program = "import sys; sys.stdin.read(); print(secret_key({}, pathlib.Path(sys.argv[1])))"
    imports = "import pathlib; from courseware.environment import secret_key"
    command = [sys.executable, "-c", f"{imports}; {program}", str(tmp_path)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "cwd": SOURCE.parent}
    runs = [subprocess.Popen(command, **pipes) for _ in range(4)]
    for run in runs:  # all have imported and wait for the end of their input: the starting gun
        run.stdin.close()
    keys = {run.stdout.read().strip() for run in runs}
    assert [run.wait() for run in runs] == [0] * 4
    assert keys == {(tmp_path / "secret-key").read_text()}
    assert len(keys.pop()) >= 50
    assert [(path.name, path.stat().st_mode & 0o777) for path in tmp_path.iterdir()] == [("secret-key", 0o600)]


# Testing and looking around


def test_every_check_runs_even_when_one_fails(here, monkeypatch, capfd):
    monkeypatch.setattr(dev, "install", lambda requirements: None)
    monkeypatch.setattr(dev, "PYTHON", sys.executable)
    checks = {"style": ["-c", "exit('a line is too long')"], "types": ["-c", "pass"], "rules": ["-c", "exit('up')"]}
    monkeypatch.setattr(dev, "CHECKS", checks)
    (here / "test_one.py").write_text("def test_one(): pass\n")
    with pytest.raises(dev.Fault, match=r"^Failed: style, rules\.$"):
        dev.test(["-n0", "-p", "no:django", "-p", "no:cacheprovider"])
    said = capfd.readouterr().out
    assert all(word in said for word in ("a line is too long", "types: done", "up", "1 passed"))


def test_tests_know_nothing_of_another_site_in_the_shell(monkeypatch):
    readers = [SOURCE.parent / "courseware" / name for name in ("settings.py", "environment.py")]
    text = "".join(file.read_text(encoding="utf-8") for file in readers)
    names = set(re.findall(r'environ(?:ment)?(?:\[|\.get\(|, )"(\w+)"', text))
    assert {"SECRET_KEY_FILE", "COURSE_DIR", "RUNS_AT_ONCE", "BEHIND_PROXY", "DATABASE_URL"} <= names
    for name in (*names, "DJANGO_SETTINGS_MODULE", "PYTHONPATH", "PYTHONOPTIMIZE", "GIT_DIR"):
        monkeypatch.setenv(name, "sqlite:////srv/another-site")
    assert (names | {"DJANGO_SETTINGS_MODULE", "GIT_DIR"}).isdisjoint(dev.environment_for_tests())
    assert {"PYTHONPATH", "PYTHONOPTIMIZE"}.isdisjoint(dev.environment_for_tests())


def test_tests_use_the_postgresql_that_the_shell_names(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres:///test")
    assert dev.environment_for_tests()["DATABASE_URL"] == "postgres:///test"


def test_tests_have_a_temporary_folder_though_the_shell_names_none(monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setenv("TMPDIR", "/nonexistent")
    assert os.access(dev.environment_for_tests()["TMPDIR"], os.W_OK)


def test_the_last_lines_say_how_many_tests_did_not_run_and_why(tmp_path):
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/simulator/test_reckoning.py"]
    environment = {"PATH": str(tmp_path), "HOME": str(tmp_path)}
    run = subprocess.run(command, cwd=SOURCE.parent, env=environment, capture_output=True, encoding="utf-8")
    *_, summary, count = run.stdout.splitlines()
    skipped = re.fullmatch(r"(\d+) skipped in .*", count)[1]
    assert summary == f"Not run: {skipped} tests. Reason: needs Chromium. To install it: apt install chromium"


def test_a_chromium_is_the_one_that_is_named_or_the_first_on_the_path(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CHROMIUM", raising=False)
    assert dev.find_chromium() is None
    (tmp_path / "google-chrome").touch(mode=0o755)
    assert dev.find_chromium() == str(tmp_path / "google-chrome")
    monkeypatch.setenv("CHROMIUM", "/opt/browser")
    assert dev.find_chromium() == "/opt/browser"


@pytest.mark.parametrize(("version", "is_named"), [((3, 40, 1), True), ((3, 51, 2), True), ((3, 51, 3), False)])
def test_doctor_names_the_rare_fault_of_an_old_sqlite(version, is_named):
    assert ("PostgreSQL" in dev.sqlite_warning(version)) is is_named


def test_doctor_makes_nothing(bare_checkout):
    assert call(bare_checkout, "doctor", "--port", free_port()).returncode == 0
    assert sorted(os.listdir(bare_checkout)) == ["dev.py", "requirements.txt"]


def test_check_finds_the_tests_that_import_what_was_touched():
    found = [path.name for path in dev.tests_of([dev.ROOT / "quizzes/questions/spelling.py"])]
    assert "test_text.py" in found
    assert "test_sums.py" not in found


def test_check_runs_a_touched_file_of_tests_itself():
    file = dev.ROOT / "tests/simulator/test_sums.py"
    assert dev.tests_of([file]) == [file]
    assert dev.tests_of([dev.ROOT / "README.md"]) == []


def test_checks_beside_each_other_print_what_failed_and_nothing_else(capsys):
    commands = {"good": ["-c", "print('fine')"], "bad": ["-c", "import sys; print('why'); sys.exit(1)"]}
    assert dev.all_at_once(commands, dev.environment_for_tests()) == [("good", True), ("bad", False)]
    printed = capsys.readouterr().out
    assert "why" in printed
    assert "fine" not in printed


@pytest.mark.parametrize("subject", ["Read decimal commas", "Pass the seed on", "Speed up the chapter", "A" + "b" * 71])
def test_a_subject_that_says_what_the_commit_does_is_taken(subject):
    dev.check_subject(f"{subject}\n\nWhy.")


@pytest.mark.parametrize(
    "subject", ["", "Reads commas", "Added commas", "Adding commas", "read commas", "Read commas.", "A" + "b" * 72]
)
def test_a_subject_that_does_not_is_refused_with_what_to_do(subject):
    with pytest.raises(dev.Fault, match=r"Write a subject|Begin with"):
        dev.check_subject(subject)


def test_every_commit_since_the_rule_has_a_subject_that_keeps_it():
    command = ["git", "log", "--since=2026-12-01T01:00:00Z", "--format=%s"]
    subjects = subprocess.run(command, cwd=dev.ROOT, capture_output=True, encoding="utf-8", check=False).stdout
    for subject in subjects.splitlines():
        dev.check_subject(subject)
