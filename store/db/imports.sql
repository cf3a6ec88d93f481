-- Which file gave which observation, so that an import can be taken back whole.
--
-- What was fetched needs no row here: its snapshot has an attempt. An observation that came of
-- several sources has a row for each file.

CREATE TABLE import (
    id INTEGER PRIMARY KEY,
    time INTEGER,                       -- when it was imported; NULL: before this was noted
    file TEXT NOT NULL,
    observations INTEGER NOT NULL,      -- how many it added
    known INTEGER NOT NULL,             -- and how many were stored already
    undone INTEGER                      -- when it was taken back
) STRICT;

CREATE TABLE given (
    import INTEGER NOT NULL REFERENCES import,
    list INTEGER NOT NULL REFERENCES list,
    observed INTEGER NOT NULL,
    PRIMARY KEY (import, list, observed)
) STRICT, WITHOUT ROWID;

-- All that was imported before is one import: nobody noted which file gave what.
INSERT INTO import (file, observations, known)
SELECT 'imported before imports were listed', count(*), 0
FROM snapshot s JOIN shape_list x ON x.shape = s.shape
WHERE x.source = 'import' HAVING count(*) > 0;

INSERT INTO given (import, list, observed)
SELECT i.id, x.list, s.observed
FROM import i CROSS JOIN snapshot s JOIN shape_list x ON x.shape = s.shape
WHERE x.source = 'import';
