"""course.toml says what a course is called and shows; another course is not presented as this one."""

import re

import pytest

from courseware import course
from quizzes.formats.about import About, read_about
from tests.courseware.conftest import CHAPTER

pytestmark = pytest.mark.django_db
ALGEBRA = 'title = "Linear algebra in 20 minutes"\ndescription = "Vectors & matrices."\n'
OF_NETWORKS = ["deep learning", "network", "Simulator", "simulator", "Graded Descent"]
PAGES = ["/", "/search/", "/progress/", "/accounts/sign-up/", "/nowhere/"]


@pytest.fixture
def another(settings, tmp_path):
    """A folder with another course; writes its course.toml."""
    settings.COURSE_DIR = tmp_path
    (tmp_path / "chapters").mkdir()
    text = CHAPTER[: CHAPTER.index("```network")] + "The end.\n"
    (tmp_path / "chapters" / "vectors.md").write_text(text, encoding="utf-8")

    def write(text):
        (tmp_path / "course.toml").write_text(text, encoding="utf-8")

    return write


def title_of(page):
    return " ".join(re.search("<title>(.*?)</title>", page, re.DOTALL)[1].split())


@pytest.mark.parametrize("address", PAGES)
def test_another_course_says_nothing_of_networks(client, another, address):
    another(ALGEBRA)
    page = client.get(address).content.decode()
    assert [words for words in OF_NETWORKS if words in page] == []
    assert "<span>Linear algebra in 20 minutes</span></a>" in page
    assert "Linear algebra in 20 minutes" in title_of(page)


def test_home_of_another_course_has_its_title_description_and_chapters(client, another):
    another(ALGEBRA)
    page = client.get("/").content.decode()
    assert "<h1>Linear algebra in 20 minutes</h1>" in page
    assert page.count("Vectors &amp; matrices.") == 2  # for readers, and for search engines
    assert title_of(page) == "Linear algebra in 20 minutes"
    assert "Start chapter 1" in page
    assert "A first chapter" in page


def test_chapter_of_another_course_is_not_kept_under_an_older_name(client, another):
    another(ALGEBRA)
    assert "Linear algebra in 20 minutes" in client.get("/chapters/vectors/").content.decode()
    another('title = "Vectors, in half an hour"\nsimulator = true\n')
    page = client.get("/chapters/vectors/").content.decode()
    assert "Vectors, in half an hour" in title_of(page)
    assert ">Simulator</a>" in page


def test_each_setting_shows_its_own_part(client, another):
    another(ALGEBRA + "simulator = true\n")
    assert "Open the simulator" in client.get("/").content.decode()
    another(ALGEBRA + 'hero = "network"\n')
    page = client.get("/").content.decode()
    assert "A real network checks it." in page
    assert "Open the simulator" not in page


def test_shipped_course_has_its_hero_and_its_name(client):
    page = client.get("/").content.decode()
    assert title_of(page) == "Introduction to Deep Learning · Graded Descent"
    assert "A real network checks it." in page
    assert page.count(">Simulator</a>") == 2


@pytest.mark.parametrize("text", ["", "title = 3", 'title = "unclosed', 'title = "A"\nhero = "film"', None])
def test_page_is_served_while_the_file_is_broken(client, another, text):
    if text is not None:
        another(text)
    assert course.about() == About()
    assert client.get("/").status_code == 200


@pytest.mark.parametrize(
    "text, words",
    [
        ("", "title"),
        ('title = ""', "title: give a text of at most 120 characters."),
        ('title = "A"\ndescription = 3', "description: give a text"),
        ('title = "A"\nheroe = "network"', "There is no setting heroe. Known are title, description, brand, hero"),
        ('title = "A"\nhero = "film"', "hero: choose one of none, network."),
        ('title = "A"\nsimulator = "yes"', "simulator: say true or false."),
        (f'title = "{"x" * 121}"', "title: give a text of at most 120 characters."),
    ],
)
def test_mistake_in_course_file_is_named(tmp_path, text, words):
    path, faults = tmp_path / "course.toml", []
    path.write_text(text, encoding="utf-8")
    read_about(path, faults)
    assert words in faults[0].message
