-- What pages of archives (WARC, saved pages) need: a provenance of their own, and whence each came.

-- The file and the record that a visit was read from; for one that was made here there is no row.
CREATE TABLE archived (
    attempt INTEGER PRIMARY KEY REFERENCES attempt,
    file TEXT NOT NULL,
    record TEXT NOT NULL
) STRICT;

-- `archive` is one more source. A CHECK cannot be changed, so the table is made anew.
DROP VIEW observations;
DROP VIEW rankings;
DROP VIEW attempts;

CREATE TABLE shape_list_now (
    shape INTEGER NOT NULL REFERENCES shape,
    list INTEGER NOT NULL REFERENCES list,
    items INTEGER NOT NULL CHECK (items >= 0),
    result TEXT NOT NULL,               -- ok, or the reason code of a reading without entries
    flags TEXT NOT NULL,
    source TEXT NOT NULL CHECK (source IN ('fetch', 'import', 'reread', 'archive')),
    reader TEXT NOT NULL,
    gap INTEGER NOT NULL CHECK (gap IN (0, 1)),
    label TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (shape, list)
) STRICT, WITHOUT ROWID;
INSERT INTO shape_list_now
SELECT shape, list, items, result, flags, source, reader, gap, label FROM shape_list;
DROP TABLE shape_list;
ALTER TABLE shape_list_now RENAME TO shape_list;

CREATE VIEW attempts AS
SELECT t.id AS attempt, strftime('%Y-%m-%dT%H:%M:%SZ', t.time, 'unixepoch') AS time,
    site.name AS site, iif(t.of_article, 'article', 'ranking') AS kind,
    q.url AS asked, w.url AS answered, t.status AS status, t.code AS code,
    coalesce('read again; was refused: ' || t.refused || '; ', '') || t.detail AS detail,
    t.bytes AS bytes, t.milliseconds / 1000.0 AS seconds,
    nullif(lower(hex(p.sha256)), '') AS page, iif(r.attempt IS NULL, 'fetch', 'archive') AS source
FROM attempt t
JOIN site ON site.id = t.site
JOIN address q ON q.id = t.asked
JOIN address w ON w.id = t.answered
LEFT JOIN page p ON p.id = t.page
LEFT JOIN archived r ON r.attempt = t.id;

CREATE VIEW observations AS
SELECT strftime('%Y-%m-%dT%H:%M:%SZ', s.observed, 'unixepoch') AS observed,
    site.name AS site, l.name AS list, l.window AS window, x.label AS label,
    x.items AS items, x.result AS result, x.flags AS flags, x.source AS source,
    x.gap AS gap_before, x.reader AS reader, s.attempt AS attempt
FROM snapshot s
JOIN shape_list x ON x.shape = s.shape
JOIN list l ON l.id = x.list
JOIN site ON site.id = s.site;

CREATE VIEW rankings AS
WITH RECURSIVE place(rank) AS (
    SELECT 1 UNION ALL SELECT rank + 1 FROM place
    WHERE rank < (SELECT max(items) FROM shape_list)
)
SELECT strftime('%Y-%m-%dT%H:%M:%SZ', s.observed, 'unixepoch') AS observed,
    site.name AS site, l.name AS list, l.window AS window, x.label AS label,
    place.rank AS rank, e.title AS title, a.url AS url, e.article AS article,
    trim(x.flags || ' ' || e.flags) AS flags
FROM snapshot s
JOIN shape_list x ON x.shape = s.shape
JOIN place ON place.rank <= x.items
JOIN list l ON l.id = x.list
JOIN site ON site.id = s.site
JOIN entry e ON e.id = (
    SELECT c.entry FROM change c
    WHERE c.list = x.list AND c.rank = place.rank AND c.observed <= s.observed
    ORDER BY c.observed DESC LIMIT 1
)
JOIN address a ON a.id = e.address;
