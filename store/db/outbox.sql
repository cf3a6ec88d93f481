-- The outbox of alerts and digests: what is to be told, and what became of it.

-- Up to which observation the events of a list were judged.
CREATE TABLE told (
    list INTEGER PRIMARY KEY REFERENCES list ON DELETE CASCADE,
    observed INTEGER NOT NULL
) STRICT;

-- The way of a rule to one channel.
CREATE TABLE route (
    id INTEGER PRIMARY KEY,
    rule TEXT NOT NULL,
    channel TEXT NOT NULL,
    since INTEGER NOT NULL,             -- when it was first seen: nothing from before is told
    told INTEGER NOT NULL,              -- the end of what its last digest covered
    left_out INTEGER NOT NULL,          -- what was too old to be told, since its last message
    UNIQUE (rule, channel)
) STRICT;

-- What is sent at once: made before the first try, and the same at each.
CREATE TABLE message (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,          -- the number that the receiver sees
    route INTEGER NOT NULL REFERENCES route,
    time INTEGER NOT NULL,              -- when it was made
    content TEXT NOT NULL,              -- '{}' when it was sent
    tries INTEGER NOT NULL,             -- how often it failed
    due INTEGER,                        -- when it may be tried; NULL: sent or given up
    ended INTEGER,                      -- when it was sent or given up
    problem TEXT NOT NULL               -- of the last failure; '' when it was sent
) STRICT;
CREATE INDEX message_due ON message (due) WHERE due IS NOT NULL;

-- One event, as a rule tells it to a channel.
CREATE TABLE notice (
    id INTEGER PRIMARY KEY,
    route INTEGER NOT NULL REFERENCES route,
    subject TEXT NOT NULL,              -- an article, a list, a site or a channel
    kind TEXT NOT NULL,
    place TEXT NOT NULL,                -- the site and list where it was seen
    observed INTEGER NOT NULL,
    event TEXT NOT NULL,
    message INTEGER REFERENCES message, -- NULL while it is held back
    UNIQUE (route, subject, kind, place, observed)
) STRICT;
CREATE INDEX notice_held ON notice (route) WHERE message IS NULL;
CREATE INDEX notice_sent ON notice (message) WHERE message IS NOT NULL;
CREATE INDEX notice_subject ON notice (subject);
