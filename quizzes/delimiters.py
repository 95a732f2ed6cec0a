r"""Where formulas begin and end in authored Markdown: $…$ and \(…\), $$…$$ and \[…\]. Pure: no Django."""

import re

STASHED = "\x02\x03"  # around what Markdown has put away, such as code
# A dollar opens a formula before what is no space, and closes it after what is no space and before what is no digit:
# so "$5 and $6" and "$5-$6" stay prices.
DOLLARS = rf"(?<![\\$])\$(?![\s$])((?:\\.|[^\\${STASHED}])+?)(?<!\s)\$(?![\d$])"
ROUND = rf"(?<!\\)\\\(((?:\\[^()]|[^\\{STASHED}])+?)\\\)"
SQUARE = rf"(?<!\\)\\\[((?:\\[^\[\]]|[^\\{STASHED}])+?)\\\]"
DISPLAY = r"\$\$(?:\\.|[^\\$])+\$\$"

CODE = r"(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`)"
PASSAGE = re.compile(rf"(?P<code>{CODE})|(?P<math>{DISPLAY}|{DOLLARS}|{ROUND}|{SQUARE})", re.DOTALL)
