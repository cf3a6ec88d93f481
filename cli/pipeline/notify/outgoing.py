"""What is handed to a channel: one message under its number, and what can go wrong with it."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from cli.pipeline.notify import forms
from cli.pipeline.notify.content import from_json
from store import Message


class Undelivered(Exception):
    """A channel did not take a message; `down` if it would take no other now either."""

    def __init__(self, problem: str, *, down: bool = False) -> None:
        super().__init__(problem)
        self.down = down


class Outgoing(NamedTuple):
    """A message: its number, its rule, when it was made (UTC seconds), and what it says.

    A digest has its own `text` and `html`; all other messages are put into a form here.
    """

    number: str
    rule: str
    time: int
    content: Mapping[str, Any]

    @classmethod
    def from_message(cls, message: Message) -> "Outgoing":
        """A message of the outbox."""
        return cls(message.name, message.rule, message.time, message.content)

    @property
    def subject(self) -> str:
        """What it is about, on one line."""
        return forms.visible(str(self.content["subject"]))

    @property
    def events(self) -> list[Any]:
        """The events for programs; a digest has none."""
        return list(self.content.get("events", ()))

    def text(self) -> str:
        """It as plain text."""
        if "text" in self.content:
            return str(self.content["text"])
        return forms.text(from_json(self.content))

    def html(self) -> str:
        """It as a page for a mail."""
        if "html" in self.content:
            return str(self.content["html"])
        return forms.page(from_json(self.content))

    def form(self, name: str) -> str:
        """It in a form that keeps lines, the subject first."""
        form = forms.FORMS[name]
        head = form.strong(form.text(self.subject))
        if "text" in self.content:
            room = form.most - len(head) - 2
            return f"{head}\n{_cut(self.text(), form, room)}"
        return "\n".join([head, *forms.lines(from_json(self.content), name)])


def _cut(text: str, form: forms.Form, room: int) -> str:
    """A text in a form, as many of its lines as there is room for."""
    lines: list[str] = []
    for line in text.splitlines():
        rendered = form.text(line)
        room -= len(rendered) + 1
        if room < 2:
            return "\n".join([*lines, "…"])
        lines.append(rendered)
    return "\n".join(lines)
