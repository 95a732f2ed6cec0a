"""Authored text on its way to a page: what is kept, what falls away, and that nothing holds it up."""

import re
from html.parser import HTMLParser

import pytest

from quizzes.rendering import LARGEST, RenderingError, render, render_many
from quizzes.sanitising import sanitised
from simulator.engine.activations import ACTIVATIONS

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "<svg><animate attributeName=href values=javascript:alert(1)></svg>",
    "[a](javascript:alert(1))",
    "[a](JaVaScRiPt:alert(1))",
    "[a](java&#10;script:alert(1))",
    "[a](data:text/html;base64,PHNjcmlwdD4=)",
    "[a](vbscript:alert(1))",
    "![a](javascript:alert(1))",
    "![a](data:image/svg+xml,<svg/onload=alert(1)>)",
    '[a](https://example.org "x\\" onmouseover=\\"alert(1)")',
    '<a href="https://example.org" onclick="alert(1)">a</a>',
    "<a href='javascript:alert(1)'>a</a>",
    '<p style="background:url(javascript:alert(1))">a</p>',
    "<style>*{color:red}</style>",
    "<iframe src=https://example.org></iframe>",
    "<object data=x></object><embed src=x>",
    "<form action=/accounts/sign-out/ method=post><button>x</button></form>",
    "<input autofocus onfocus=alert(1)>",
    "<base href=https://example.org>",
    "<meta http-equiv=refresh content=0>",
    "<link rel=stylesheet href=https://example.org>",
    "<math><annotation-xml encoding='text/html'><img src=x onerror=alert(1)></annotation-xml></math>",
    "<math><maction actiontype=statusline xlink:href=javascript:alert(1)>x</maction></math>",
    "<math href=javascript:alert(1)><mi>x</mi></math>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>",
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
    r"$\text{<script>alert(1)</script>}$",
    r'$\text{<img src=x onerror="alert(1)">}$',
    r"$\href{javascript:alert(1)}{x}$",
    r"$\unknown{<script>alert(1)</script>}$",
    r"$$\style{color:red}{x}$$",
    r"$\color{red}x$",
    "```<script>alert(1)</script>\nx\n```",
    "`<script>alert(1)</script>`",
    '!!! note "<script>alert(1)</script>"\n    text',
    "| <script>alert(1)</script> | b |\n|---|---|\n| [x](javascript:alert(1)) | <b onclick=a>b</b> |",
    "[^1]\n\n[^1]: <img src=x onerror=alert(1)>",
    "<details open ontoggle=alert(1)><summary>x</summary></details>",
    "<template><script>alert(1)</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<textarea></textarea><script>alert(1)</script>",
    "<!--><script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    '"><script>alert(1)</script>',
    "<div class='top' id='main' role='alert' tabindex='5'>x</div>",
]
TAGS = {"script", "svg", "style", "iframe", "object", "embed", "form", "button", "input", "base", "meta", "link"}
TAGS |= {"annotation-xml", "maction", "mglyph", "semantics", "template", "noscript", "textarea", "animate"}
SCHEMES = re.compile(r"(https?:|mailto:|#|/|[\w.-]+$)", re.IGNORECASE)

# Each held Python-Markdown for seconds at 8,000 characters, or broke its recursion.
SLOW = {
    "images": "![" * 4000,
    "declarations": "<![" * 2700,
    "links in links": "[a][" * 2000,
    "lists in lists": "- " * 2000 + "a",
    "quotes in quotes": "> " * 30_000,
    "open formulas": "\n\n$$x" * 10_000,
    "roots": "$" + r"\sqrt" * 790 + "x$",
    "open tags": "<b>" * 20_000,
}


class Elements(HTMLParser):
    """Every start tag of some HTML with its attributes."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def elements(html):
    return Elements(html).found


@pytest.fixture(scope="module")
def harmless():
    """The whole corpus, rendered in one process."""
    return dict(zip(HOSTILE, render_many(HOSTILE, prefixes=[""] * len(HOSTILE)), strict=True))


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_hostile_comes_through(harmless, text):
    for tag, attributes in elements(harmless[text]):
        assert tag not in TAGS
        assert not [name for name in attributes if name.startswith("on") or name in {"style", "srcdoc", "xlink:href"}]
        for name in ("href", "src"):
            assert SCHEMES.match(attributes.get(name) or "#")


def test_what_is_sanitised_stays_so_when_it_is_parsed_again(harmless):
    assert {text: elements(sanitised(html)) for text, html in harmless.items()} == {
        text: elements(html) for text, html in harmless.items()
    }


def test_an_author_takes_no_class_id_or_role_of_the_page(harmless):
    assert elements(harmless[HOSTILE[-1]]) == [("div", {})]


def outcome(text):
    """The page, or the sentence in its place."""
    try:
        return render(text)
    except RenderingError as error:
        return str(error)


@pytest.mark.parametrize("name", SLOW)
def test_what_takes_markdown_too_long_ends_with_a_sentence_or_a_page(name):
    assert outcome(SLOW[name])[-1] in ".>"


def test_a_text_beyond_the_limit_is_refused_with_its_size():
    with pytest.raises(RenderingError, match="64 KB can be rendered"):
        render("a" * (LARGEST + 1))


@pytest.mark.parametrize("text", ["half \ud800 of a character", "a NUL \0"])
def test_what_is_no_text_is_refused(text):
    with pytest.raises(RenderingError):
        render(text)


@pytest.mark.parametrize(
    "text",
    ["It costs $5 and $6.", "Between $5-$6 a day.", "$ 5 $", "Pay ($5) or ($6).", r"\$x\$"],
)
def test_a_price_is_no_formula(text):
    assert "<math" not in render(text)


@pytest.mark.parametrize("text", ["$x$", "($x$)", "$-1$ and $2$", "**$x$**", "- $x$", "# A $x$", r"$\text{costs \$5}$"])
def test_a_formula_is_found_wherever_it_stands(text):
    assert "<math" in render(text)


@pytest.mark.parametrize("text", ["`$x$`", "```\n$x$\n```", "    $x$"])
def test_code_keeps_its_dollars(text):
    html = render(text)
    assert "$" in html
    assert "<math" not in html


def test_a_display_formula_needs_no_blank_lines_around_it():
    html = render("The sum:\n$$z = wx + b$$\nand on.")
    assert re.fullmatch(
        r'<p>The sum:</p>\n<div [^>]*class="formula"[^>]*><math display="block">.*</div>\n<p>and on.</p>', html
    )


def test_a_formula_alone_is_still_a_paragraph():
    assert render("$x$") == "<p><math><mi>x</mi></math></p>"


FORMULAS = {
    "identity": r"f(z) = z",
    "relu": r"\mathrm{ReLU}(z) = \max(0, z)",
    "leaky_relu": r"f(z) = \begin{cases} z & z > 0 \\ 0.01z & \text{otherwise} \end{cases}",
    "sigmoid": r"\sigma(z) = \frac{1}{1 + e^{-z}}",
    "tanh": r"\tanh(z) = \frac{e^z - e^{-z}}{e^z + e^{-z}}",
    "softmax": r"\mathrm{softmax}(z)_i = \frac{e^{z_i}}{\sum_j e^{z_j}}",
    "chain rule": r"\frac{\partial L}{\partial w} = \frac{\partial L}{\partial a} \cdot \frac{\partial a}{\partial z}",
    "aligned": r"\begin{aligned} z &= Wx + b \\ a &= \sigma(z) \end{aligned}",
    "matrix": r"\begin{pmatrix} 0.3 & -0.4 \\ -0.6 & -0.2 \end{pmatrix} \in \R^{2 \times 2}",
}


def test_each_activation_has_a_formula_here():
    assert {name.partition("(")[0] for name in ACTIVATIONS} <= set(FORMULAS)


@pytest.mark.parametrize("name", FORMULAS)
def test_the_formulas_of_the_subject_are_set_without_a_style(name):
    html = render(f"$${FORMULAS[name]}$$")
    assert "<math" in html
    assert "tex-error" not in html
    assert " style=" not in html


def test_a_wrong_formula_shows_its_source_and_why():
    [(_, attributes)] = [found for found in elements(render(r"$\frac{1$")) if found[0] == "code"]
    assert attributes["class"] == "tex-error"
    assert attributes["title"]


@pytest.mark.parametrize("formula", ["x" * 4001, "{" * 61 + "x" + "}" * 61, r"\def\x{\x\x}\x"])
def test_an_excessive_formula_is_an_error_of_its_own_and_not_of_the_page(formula):
    html = render(f"Before ${formula}$ after.")
    assert "tex-error" in html
    assert "after." in html


def test_a_heading_has_an_address():
    assert render("## Weights and bias") == '<h2 id="weights-and-bias">Weights and bias</h2>'


def test_a_prefix_keeps_ids_and_their_links_together():
    html = render("## Why\n\nText.[^1]\n\n[^1]: Note.", prefix="q1-")
    targets = {attributes["href"] for _, attributes in elements(html) if "href" in attributes}
    ids = {attributes["id"] for _, attributes in elements(html) if "id" in attributes}
    assert {f"#{name}" for name in ids} >= targets == {"#q1-fn:1", "#q1-fnref:1"}
    assert all(name.startswith("q1-") for name in ids)


def test_equal_texts_render_alike_and_different_ones_share_no_id():
    first, again, other = render_many(["# A", "# A", "# A\n\nmore"])
    assert first == again
    assert elements(first)[0] != elements(other)[0]


def test_tables_formulas_and_code_scroll_in_boxes_that_a_keyboard_reaches():
    html = render("| a | b |\n|---|--:|\n| 1 | 2 |\n\n$$x$$\n\n```python\nx = 1\n```")
    boxes = [attributes for tag, attributes in elements(html) if tag == "div"]
    assert [box["aria-label"] for box in boxes] == ["Table", "Formula", "Code"]
    assert {(box["tabindex"], box["role"]) for box in boxes} == {("0", "group")}
    assert '<td class="n">2</td>' in html


def test_a_note_begins_with_its_title():
    html = render('!!! note "Features"\n    A person *chose* them.')
    assert html == '<div class="note" role="note">\n<p><b>Features.</b> A person <em>chose</em> them.</p>\n</div>'


def test_a_link_that_leaves_gives_no_handle_on_this_window():
    assert 'rel="noopener"' in render("[a](https://example.org)")


def test_many_small_texts_take_one_process_and_keep_their_order():
    texts = [f"Text {i} with $x_{{{i}}}$" for i in range(300)]
    assert [re.search(r"Text (\d+)", html)[1] for html in render_many(texts)] == [str(i) for i in range(300)]


def test_a_formula_and_the_stop_behind_it_stay_on_one_line():
    html = render("It is $x$, or $y$.")
    assert html.count('<span class="held"><math>') == 2
    assert "<mi>y</mi></math>.</span>" in html


@pytest.mark.parametrize(
    "text", [r"\(\frac{a}{b}\)", r"Let \( x_1 \) be", r"\[ \sum_i x_i \]", "Text\n\\[\nx\n\\]\nmore"]
)
def test_round_and_square_brackets_with_backslashes_are_formulas(text):
    html = render(text)
    assert html.count("<math") == 1
    assert "\\" not in html


@pytest.mark.parametrize("text", [r"`\(x\)`", "```\n\\(x\\)\n```", r"\\(x\\)", "    \\[x\\]"])
def test_in_code_and_behind_a_backslash_they_are_none(text):
    assert "<math" not in render(text)


def test_a_bar_in_a_formula_divides_no_cells():
    table = "| $P(A|B)$ | $\\ln|x|$ |\n|---|---|\n| \\(a|b\\) | `c|d` |\n| $5 | 10$ |"
    html = render(table)
    assert [html.count(f"<{cell}") for cell in ("th ", "td")] == [2, 4]
    assert html.count("<math") == 3
    assert "cut" not in html


def test_a_row_with_more_cells_than_its_head_says_so():
    assert '<tr class="cut">' in render("| a | b |\n|---|---|\n| 1 | 2 | 3 |")


def test_a_header_of_a_formula_has_a_name_and_an_empty_corner_is_no_header():
    html = render("| | $z_1$ |\n|---|---|\n| a | 2 |")
    assert 'aria-label="z sub 1"' in html
    assert html.count("<th ") == 1


def test_an_escaped_dollar_is_a_dollar_of_its_own():
    assert render(r"\$x and $5") == '<p><span class="dollar">$</span>x and $5</p>'
