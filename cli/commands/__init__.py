"""The table of commands: each command has a row here and a module of the same name.

Each module contains one click command called `command`. `import` is in `import_`, because `import`
is a keyword of Python. A module is imported only when its command is run or its help is shown.
`tracker --help` imports none of them, because the one-line help is in this table.
"""

from typing import NamedTuple


class Row(NamedTuple):
    """One command: its group's heading in the help, its name, its one-line help."""

    heading: str
    name: str
    help: str

    @property
    def module(self) -> str:
        """The name of the command's module."""
        return f"{__name__}.{self.name}{'_' * (self.name == 'import')}"


COMMANDS: tuple[Row, ...] = (
    Row("Look", "top", "The latest list and how it moved."),
    Row("Look", "movers", "What came, went, climbed and fell between two times."),
    Row("Look", "article", "Everything known of one article."),
    Row("Look", "leaders", "The chart of a period: longest, highest, most often."),
    Row("Look", "chart", "Ranks over time, in letters."),
    Row("Look", "profile", "What kind of list: how often it changes, how young it is."),
    Row("Look", "search", "Find articles by words in titles and texts."),
    Row("Tell", "report", "One page to look at and to send."),
    Row("Tell", "digest", "What happened in a day, a week or a month, in a few sentences."),
    Row("Tell", "publish", "The same as a site of files, for any static host."),
    Row("Tell", "feed", "News of the lists, or new articles, for feed readers."),
    Row("Tell", "notify", "Tell what happened, once, by mail, chat or cron."),
    Row("Collect", "fetch", "Visit the sites once and record what they show."),
    Row("Collect", "sites", "The known sites and what holds for each."),
    Row("Collect", "inspect", "What the readers see in a page or file; nothing is stored."),
    Row("Collect", "schedule", "Lines for cron or systemd that fetch from now on."),
    Row("Collect", "demo", "The whole flow on a sample site, without a network."),
    Row("Trust", "status", "How each site is doing; exits 7 when stale, for monitors."),
    Row("Trust", "log", "What became of every visit, and every gap with its cause."),
    Row("Trust", "check", "Is the store whole, down to every kept page's hash."),
    Row("Trust", "doctor", "The set-up, with a remedy for each finding."),
    Row("Trust", "backup", "A safe copy of the store while it is in use."),
    Row("Trust", "prune", "Give up kept pages of long ago, never observations."),
    Row("Trust", "reread", "Read kept pages again with today's readers."),
    Row("Data", "backfill", "History from the captures of a web archive."),
    Row("Data", "export", "The stored history as CSV, JSON, Parquet or WARC."),
    Row("Data", "import", "Rankings, stores and WARC files of others, also older ones."),
    Row("Help", "help", "This help, or that of a command."),
    Row("Help", "docs", "The documentation: meanings, settings, forms, operations."),
    Row("Help", "completion", "The script with which bash, zsh or fish completes commands."),
)
