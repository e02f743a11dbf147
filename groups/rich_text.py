"""An event's text: paragraphs, lists, emphasis, links to web pages. Cleaned when it is saved and when it is shown.

Organisers type as in a mail: an empty line begins a paragraph, "- " a point of a list, "## " a heading. No toolbar, no
markup to learn; what is pasted with tags keeps the allowed ones.
"""

import html
import re

import nh3

TAGS = {"p", "ul", "ol", "li", "strong", "em", "h3", "a", "br"}
ATTRIBUTES = {"a": {"href"}}
SCHEMES = {"https", "mailto", "tel"}
HAS_TAGS = re.compile(r"</?[a-z][^>]*>", re.IGNORECASE)
POINT = re.compile(r"^\s*[-*•]\s+")


def clean(text: str) -> str:
    """HTML with nothing in it but the allowed tags."""
    return nh3.clean(text, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener noreferrer")


def from_typed(text: str) -> str:
    """What somebody typed, as clean HTML."""
    text = text.replace("\r\n", "\n").strip()
    if HAS_TAGS.search(text):
        return clean(text)
    return clean("\n".join(part_of(block) for block in re.split(r"\n\s*\n", text) if block.strip()))


def part_of(block: str) -> str:
    """A paragraph, a heading or a list, as a block of typed lines says; a list may follow its own introduction."""
    lines = [line.strip() for line in block.split("\n") if line.strip()]
    if lines[0].startswith("## "):
        return f"<h3>{html.escape(lines[0][3:])}</h3>" + ("\n" + part_of("\n".join(lines[1:])) if lines[1:] else "")
    said = [line for line in lines if not POINT.match(line)]
    points = [POINT.sub("", line) for line in lines if POINT.match(line)]
    made = "<p>" + "<br>".join(html.escape(line) for line in said) + "</p>" if said else ""
    if points:
        made += (
            ("\n" if made else "") + "<ul>" + "".join(f"<li>{html.escape(point)}</li>" for point in points) + "</ul>"
        )
    return made


def to_typed(text: str) -> str:
    """Back to what is typed, where it says no more than that; else the clean HTML itself."""
    if re.search(r"<(strong|em|ol|a)\b", text):
        return text
    text = re.sub(r"\s*<h3>(.*?)</h3>\s*", r"\n\n## \1\n\n", text, flags=re.DOTALL)
    text = re.sub(r"\s*<li>(.*?)</li>\s*", r"- \1\n", text, flags=re.DOTALL)
    text = re.sub(r"</?(p|ul)>", "\n\n", text)
    text = re.sub(r"<br\s*/?>", "\n", text)
    return html.unescape(re.sub(r"\n{3,}", "\n\n", text)).strip()
