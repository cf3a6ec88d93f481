"""How a site's recording is: when it was last seen, and what fails."""

from cli.documents.subject import Subject
from store import Failing


def seen(subject: Subject, last: int) -> str:
    """When a site was last observed, and how long ago that is."""
    return subject.words.text(
        "seen {seen}, {age}",
        seen=subject.words.stamp(subject.moment(last)),
        age=subject.words.age(subject.now - last),
    )


def failing(subject: Subject, failure: Failing | None) -> str:
    """That the newest visits failed, if they did."""
    if failure is None:
        return ""
    return subject.words.count(
        failure.times,
        "no good page since {since} ({code}, {n} time)",
        "no good page since {since} ({code}, {n} times)",
        since=subject.brief(failure.since),
        code=subject.words.reasons(failure.codes),
    )


def state(subject: Subject) -> str:
    """That visits fail now, or that there are none, if so."""
    status = subject.store.status(subject.site, subject.now)
    if status.failing and status.failure:
        codes, since, _, times = status.failure
        return failing(subject, Failing(codes, since, times))
    if status.success is not None and subject.now - status.success > status.patience:
        time = subject.brief(status.success)
        return subject.words.text("no fetch was run since {time}", time=time)
    return ""
