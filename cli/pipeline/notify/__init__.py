"""`tracker notify`: from events to notices, from notices to messages, and from here to somebody.

`look` finds what is new and what rules make of it; `bundle` makes messages of what may be sent now;
`deliver` sends them by `channels`. Between the steps everything is in the store's outbox, so a run
that is killed anywhere loses nothing.
"""
