"""A page read back: its elements, ids, links and text."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


@dataclass
class Element:
    """A start tag with the text inside it."""

    tag: str
    attributes: dict[str, str | None]
    within: tuple[str, ...]
    text: str = ""


@dataclass
class Page(HTMLParser):
    """Every element in order; `faults` lists tags that were not closed, or closed wrongly."""

    elements: list[Element] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    _open: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if len({name for name, _ in attrs}) < len(attrs):
            self.faults.append(f"<{tag}> repeats an attribute")
        element = Element(tag, dict(attrs), tuple(one.tag for one in self._open))
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, dict(attrs), tuple(one.tag for one in self._open)))

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1].tag != tag:
            self.faults.append(
                f"</{tag}> at line {self.getpos()[0]} closes {self._open[-1].tag if self._open else None}"
            )
            return
        self._open.pop()

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text += data

    def all(self, *tags: str) -> list[Element]:
        """The elements with these tags, in order."""
        return [element for element in self.elements if element.tag in tags]

    def by_id(self, name: str) -> Element:
        """The one element with this id."""
        (found,) = [element for element in self.elements if element.attributes.get("id") == name]
        return found


def read(html: str) -> Page:
    """The page of an HTML text."""
    page = Page()
    page.feed(html)
    page.close()
    page.faults += [f"<{element.tag}> is never closed" for element in page._open]
    return page
