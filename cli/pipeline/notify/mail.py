"""A channel that is a mail server: one mail with a text and an HTML part.

A password goes only through TLS, or to this very machine.
"""

import smtplib
import socket
import ssl
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

from cli.pipeline.notify.outgoing import Outgoing, Undelivered
from cli.pipeline.notify.secret import looked_up, without_secrets
from scrapers import mail_problem, tls_context

PORTS = {"smtp": 25, "smtps": 465}
LOOPBACK = ("localhost", "127.0.0.1", "::1")


class Server(NamedTuple):
    """A mail server, who sends, and to whom."""

    scheme: str
    host: str
    port: int
    user: str
    password: str
    sender: str
    receivers: list[str]


def server(address: str) -> Server:
    """What an address such as `smtp://user@host:587?to=a@b` means. Raises Undelivered."""
    if problem := mail_problem(address):
        raise Undelivered(problem, down=True)
    parts = urlsplit(address)
    wishes = {key: words[0] for key, words in parse_qs(parts.query).items()}
    receivers = [receiver.strip() for receiver in wishes["to"].split(",")]
    secret = looked_up(wishes["password"]) if "password" in wishes else parts.password or ""
    return Server(
        parts.scheme, parts.hostname or "", parts.port or PORTS[parts.scheme],
        unquote(parts.username or ""), unquote(secret) if "password" not in wishes else secret,
        wishes.get("from", receivers[0]), receivers,
    )  # fmt: skip


def send(address: str, message: Outgoing, seconds: float) -> None:
    """Send a message; raises Undelivered, which says nothing secret."""
    to = server(address)
    mail = mail_of(message, to)
    try:
        with _connected(to, seconds) as smtp:
            refused = smtp.send_message(mail, to.sender, to.receivers)
    except smtplib.SMTPResponseException as error:
        text = (
            error.smtp_error.decode("utf-8", "replace")
            if isinstance(error.smtp_error, bytes)
            else str(error.smtp_error)
        )
        problem = without_secrets(address, f"{error.smtp_code} {text}")
        raise Undelivered(
            without_secrets(to.password or address, problem), down=_is_down(error)
        ) from None
    except smtplib.SMTPRecipientsRefused as error:
        raise Undelivered(_refusal(address, error.recipients)) from None
    except (smtplib.SMTPException, OSError, UnicodeError) as error:
        problem = getattr(error, "strerror", None) or str(error) or type(error).__name__
        raise Undelivered(
            without_secrets(to.password or address, without_secrets(address, problem)), down=True
        ) from None
    if refused:
        raise Undelivered(f"some receivers were refused: {_refusal(address, refused)}")


def _is_down(error: smtplib.SMTPResponseException) -> bool:
    """Whether the server would take no other message now: it refuses us, or asks to wait."""
    message = (smtplib.SMTPDataError, smtplib.SMTPSenderRefused)
    return not isinstance(error, message) or error.smtp_code < 500


def _refusal(address: str, recipients: dict[str, tuple[int, bytes]]) -> str:
    code, answer = next(iter(recipients.values()))
    return without_secrets(address, f"{code} {answer.decode('utf-8', 'replace')}")


def _connected(to: Server, seconds: float) -> smtplib.SMTP:
    """A server that is ready for mail; raises what `smtplib` and sockets raise."""
    name = socket.getfqdn() if to.host not in LOOPBACK else "localhost"
    if to.scheme == "smtps":
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(
            to.host, to.port, name, timeout=seconds, context=tls_context()
        )
        safe = True
    else:
        smtp = smtplib.SMTP(to.host, to.port, name, timeout=seconds)
        safe = _upgraded(smtp)
    try:
        if to.user and to.password:
            _log_in(smtp, to, safe=safe or to.host in LOOPBACK)
    except BaseException:
        smtp.close()
        raise
    return smtp


def _log_in(smtp: smtplib.SMTP, to: Server, *, safe: bool) -> None:
    if not safe:
        raise smtplib.SMTPException("the server offers no TLS, so no password is sent")
    smtp.login(to.user, to.password)


def _upgraded(smtp: smtplib.SMTP) -> bool:
    """Speak TLS if the server offers it."""
    smtp.ehlo_or_helo_if_needed()
    if not smtp.has_extn("starttls"):
        return False
    try:
        smtp.starttls(context=tls_context())
    except (ssl.SSLError, smtplib.SMTPException):
        smtp.close()
        raise
    return True


def mail_of(message: Outgoing, to: Server) -> EmailMessage:
    """The mail; at every try it is the same, with the same Message-ID."""
    mail = EmailMessage(SMTP)
    mail["Subject"] = message.subject
    mail["From"] = to.sender
    mail["To"] = ", ".join(to.receivers)
    mail["Date"] = format_datetime(datetime.fromtimestamp(message.time, UTC))
    domain = to.sender.rpartition("@")[2]
    mail["Message-ID"] = f"<{message.number}@{domain}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.text() + "\n", cte="base64")
    mail.add_alternative(message.html(), subtype="html", cte="base64")
    return mail
