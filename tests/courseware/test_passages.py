"""What of a rendered chapter can be found: paragraphs, points and rows, each under its heading."""

from courseware.passages import passages

PAGE = """
<p>It begins with three <em>plain</em> words.</p>
<h2 id="one">One &amp; all</h2>
<p>A unit has a <a href="#two">weight</a> and <math><mi>b</mi></math>, its bias.</p>
<ul><li>First point of three</li><li><p>Second point of three</p><ul><li>inner point of it</li></ul></li></ul>
<pre><code>code = is not prose here</code></pre>
<h3 id="two">Two</h3>
<table><thead><tr><th>what it is</th><th>n</th></tr></thead>
<tbody><tr><td>multiplications of one layer</td><td>24</td></tr><tr><td>ratio</td><td>0.5</td></tr></tbody></table>
<p>Ends<sup id="fnref:1"><a href="#fn:1">1</a></sup> before the very end
"""


def test_each_passage_stands_under_the_heading_above_it():
    found = [(passage.anchor, passage.heading) for passage in passages(PAGE)]
    assert found[0] == ("", "")
    assert found[1] == ("one", "One &amp; all")
    assert found[-1] == ("two", "Two")


def test_a_passage_keeps_its_formulas_and_loses_links_and_ids():
    html = [passage.html for passage in passages(PAGE)]
    assert "A unit has a weight and <math><mi>b</mi></math>, its bias." in html
    assert "It begins with three <em>plain</em> words." in html
    assert not any("id=" in one or "href" in one for one in html)


def test_points_within_points_are_found_one_by_one():
    html = [passage.html for passage in passages(PAGE)]
    assert html[2:5] == ["First point of three", "Second point of three", "inner point of it"]


def test_a_row_is_one_passage_unless_it_is_of_numbers():
    html = [passage.html for passage in passages(PAGE)]
    assert any(one.endswith("24") and " · " in one for one in html)
    assert not any("ratio" in one for one in html)


def test_code_is_no_passage_and_an_open_end_loses_nothing_before_it():
    html = [passage.html for passage in passages(PAGE)]
    assert not any("prose here" in one for one in html)
    assert passages("<p>one two three</p><p>never closed at all") == passages("<p>one two three</p>")
