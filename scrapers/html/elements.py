"""The elements of a page as detection asks for them: each is made when it is reached, and kept.

The parser makes a node anew at each step through the tree, and what is asked of it is read anew.
Here an element knows its parent and its content, and what it shows is read once.
"""

from collections.abc import Container, Iterator

from selectolax.lexbor import LexborNode

from scrapers.html.texts import squeeze

SILENT = frozenset([
    "script", "style", "template", "noscript", "svg", "title", "iframe", "textarea", "select",
    "rt", "rp",
])  # fmt: skip
"""Elements whose own text is not shown."""

LEVELS = {f"h{n}": n for n in range(1, 7)}
HEADINGS = ",".join(LEVELS)
_LINK, _IMAGE = ("a",), ("img",)


class Element:
    """An element of a page; two are the same where they are the same object."""

    __slots__ = (
        "_attributes", "_children", "_chunks", "_content", "_path", "_text", "_tree", "node",
        "page", "parent", "tag",
    )  # fmt: skip

    def __init__(self, node: LexborNode, parent: "Element | None", page: "Elements") -> None:
        self.node = node
        self.tag = node.tag or ""
        self.parent = parent
        self.page = page
        self._content: list[Element | str] | None = None
        self._children: list[Element] | None = None
        self._attributes: dict[str, str | None] | None = None
        self._path: tuple[Element, ...] = ()
        self._text: str | None = None
        self._chunks: list[str] | None = None
        self._tree: list[Element] | None = None

    @property
    def content(self) -> "list[Element | str]":
        """The texts and elements directly in this one, in order."""
        if self._content is None:
            make = self.page.make
            self._content = [
                (node.text_content or "") if node.is_text_node else make(node, self)
                for node in self.node.iter(include_text=True)
                if not node.is_comment_node
            ]
        return self._content

    @property
    def children(self) -> "list[Element]":
        """The child elements."""
        if self._children is None:
            self._children = [part for part in self.content if not isinstance(part, str)]
        return self._children

    @property
    def following(self) -> "list[Element]":
        """The sibling elements after this one."""
        beside = self.parent.children if self.parent else [self]
        return beside[beside.index(self) + 1 :]

    @property
    def previous(self) -> "Element | None":
        """The sibling element before this one."""
        beside = self.parent.children if self.parent else [self]
        place = beside.index(self)
        return beside[place - 1] if place else None

    @property
    def around(self) -> "Iterator[Element]":
        """The elements that this one stands in, the nearest first."""
        element = self.parent
        while element is not None:
            yield element
            element = element.parent

    @property
    def path(self) -> "tuple[Element, ...]":
        """The elements from the root down to this one."""
        if not self._path:
            self._path = (*reversed(tuple(self.around)), self)
        return self._path

    @property
    def attributes(self) -> dict[str, str | None]:
        """The attributes; one without a value has None."""
        if self._attributes is None:
            self._attributes = self.node.attributes
        return self._attributes

    def get(self, name: str) -> str:
        """An attribute's value, "" where the element has none."""
        return self.attributes.get(name) or ""

    @property
    def names(self) -> str:
        """The class names and the id."""
        return f"{self.get('class')} {self.get('id')}"

    @property
    def text(self) -> str:
        """The text as shown, pieces joined without a gap as inline elements are."""
        if self._text is None:
            content = self.content
            if len(content) == 1 and isinstance(content[0], str) and self.tag not in SILENT:
                self._text = squeeze(content[0])
            else:
                self._text = squeeze("".join(self._texts()))
        return self._text

    @property
    def chunks(self) -> list[str]:
        """The pieces of the text, blank ones left out."""
        if self._chunks is None:
            self._chunks = [text for text in map(squeeze, self._texts()) if text]
        return self._chunks

    @property
    def shows_text(self) -> bool:
        """Whether there is any text."""
        return any(map(squeeze, self._texts())) if self._text is None else bool(self._text)

    def _texts(self) -> Iterator[str]:
        """The texts that a reader sees, a blank for a broken line."""
        stack: list[Element | str] = [self]
        while stack:
            part = stack.pop()
            if isinstance(part, str):
                yield part
            elif part.tag == "br":
                yield " "
            else:
                stack += reversed(part.children if part.tag in SILENT else part.content)

    @property
    def tree(self) -> "list[Element]":
        """This element and those in it, in order."""
        if self._tree is None:
            self._tree = []
            stack = [self]
            while stack:
                element = stack.pop()
                self._tree.append(element)
                stack += reversed(element.children)
        return self._tree

    def tagged(self, tags: Container[str]) -> "list[Element]":
        """The elements of `tree` with one of some tags."""
        return [element for element in self.tree if element.tag in tags]

    def first(self, tags: Container[str]) -> "Element | None":
        """The first element of `tree` with one of some tags."""
        return next((element for element in self.tree if element.tag in tags), None)

    def holds(self, tags: Container[str]) -> bool:
        """Whether there is an element with one of some tags in `tree`."""
        return self.first(tags) is not None

    @property
    def images(self) -> "list[Element]":
        """The images in `tree`."""
        return self.tagged(_IMAGE)

    @property
    def link(self) -> "Element | None":
        """The first link in `tree`."""
        return next((link for link in self.tagged(_LINK) if "href" in link.attributes), None)


class Elements:
    """The elements of one page."""

    def __init__(self) -> None:
        self._known: dict[int, Element] = {}

    def make(self, node: LexborNode, parent: Element | None) -> Element:
        """The element of a node, whose parent is known."""
        number = node.mem_id
        element = self._known.get(number)
        if element is None:
            element = self._known[number] = Element(node, parent, self)
        return element

    def at(self, node: LexborNode) -> Element:
        """The element of a node."""
        above = [node]
        while above[-1].mem_id not in self._known and (parent := above[-1].parent) is not None:
            above.append(parent)
        element = self.make(above.pop(), None)
        while above:
            element = self.make(above.pop(), element)
        return element
