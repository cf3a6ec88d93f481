"""Reads one page of an archive."""

from cli.pipeline.task import Result
from scrapers import Answer, Problem, Readers, Site, TrackerError


def read_result(readers: Readers, answer: Answer, site: Site, kind: str) -> Result:
    """What is read in an answer to a visit of this kind. Raises TrackerError where this machine lets no page be read."""
    read = readers.read(answer.page, site, kind=kind)
    if isinstance(read, Problem) and read.code == "parse-setup":
        raise TrackerError(read.text)
    return Result(answer, None, read) if isinstance(read, Problem) else Result(answer, read)
