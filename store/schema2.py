"""The second schema: what is asked often is kept added up, and a visit takes less room.

A list's gaps and an article's statistics used to be found by a walk through the whole history.
Now there is a row for each gap and for each article on a list; both are derived, like stays (see
store.history.totals).
"""

SUMMARIES = """
-- Where nothing was measured on a list: from one observation to the next, which has the verdict.
CREATE TABLE gap (
    list INTEGER NOT NULL REFERENCES list,
    ended INTEGER NOT NULL,             -- the key first, else SQLite 3.40 finds NULL where none is
    begun INTEGER NOT NULL,
    PRIMARY KEY (list, ended)
) STRICT, WITHOUT ROWID;
INSERT INTO gap
SELECT x.list, s.observed, p.observed
FROM snapshot s JOIN shape_list x ON x.shape = s.shape
JOIN snapshot p ON p.site = s.site AND p.observed = (
    SELECT b.observed FROM snapshot b CROSS JOIN shape_list y ON y.shape = b.shape
    WHERE b.site = s.site AND b.observed < s.observed AND y.list = x.list AND y.result = 'ok'
    ORDER BY b.observed DESC LIMIT 1
)
WHERE x.gap = 1 AND x.result = 'ok';

-- As before, but the stays of a list lie together.
CREATE TABLE stay_by_list (
    list INTEGER NOT NULL REFERENCES list,
    article INTEGER NOT NULL REFERENCES article,
    begun INTEGER NOT NULL,
    ended INTEGER,                      -- the observation that no longer had it, or the last one
                                        -- before a gap; NULL: still on
    entered INTEGER NOT NULL CHECK (entered IN (0, 1)),  -- its beginning was measured
    left INTEGER NOT NULL CHECK (left IN (0, 1)),        -- its end was measured
    peak INTEGER NOT NULL,
    peak_at INTEGER NOT NULL,
    top1 INTEGER NOT NULL,              -- seconds at rank 1, without the present run there
    top1_since INTEGER,                 -- at rank 1 since then
    PRIMARY KEY (list, article, begun)
) STRICT, WITHOUT ROWID;
INSERT INTO stay_by_list
SELECT list, article, begun, ended, entered, left, peak, peak_at, top1, top1_since FROM stay
ORDER BY list, article, begun;
DROP TABLE stay;
ALTER TABLE stay_by_list RENAME TO stay;

-- The ended stays of an article on a list, added up.
CREATE TABLE total (
    list INTEGER NOT NULL REFERENCES list,
    article INTEGER NOT NULL REFERENCES article,
    seconds INTEGER NOT NULL,
    top1 INTEGER NOT NULL,
    peak INTEGER NOT NULL,
    peak_at INTEGER NOT NULL,
    entries INTEGER NOT NULL,           -- the first sighting and the measured entries after it
    PRIMARY KEY (list, article)
) STRICT, WITHOUT ROWID;
INSERT INTO total
SELECT list, article, sum(ended - begun), sum(top1),
    min(peak), min(peak << 40 | peak_at) & (1 << 40) - 1,
    1 + sum(entered) - (min(begun << 1 | entered) & 1)
FROM stay WHERE ended IS NOT NULL GROUP BY list, article;
"""

ATTEMPTS = """
-- As before in less room: whole milliseconds, and one bit for what was a word in each row.
CREATE TABLE visit (
    id INTEGER PRIMARY KEY,
    site INTEGER NOT NULL REFERENCES site,
    of_article INTEGER NOT NULL CHECK (of_article IN (0, 1)),  -- else of rankings
    time INTEGER NOT NULL,
    asked INTEGER NOT NULL REFERENCES address,
    answered INTEGER NOT NULL REFERENCES address,
    status INTEGER,
    code TEXT,                          -- a reason code; NULL: nothing to complain of
    detail TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    milliseconds INTEGER NOT NULL,
    page INTEGER REFERENCES page
) STRICT;
INSERT INTO visit
SELECT id, site, kind = 'article', time, asked, answered, status, code, detail, bytes,
    CAST(round(seconds * 1000) AS INTEGER), page
FROM attempt ORDER BY id;
DROP VIEW attempts;
DROP TABLE attempt;
ALTER TABLE visit RENAME TO attempt;
CREATE INDEX attempt_times ON attempt (site, time);
CREATE INDEX attempt_failures ON attempt (site, time) WHERE code IS NOT NULL;

CREATE VIEW attempts AS
SELECT t.id AS attempt, strftime('%Y-%m-%dT%H:%M:%SZ', t.time, 'unixepoch') AS time,
    site.name AS site, iif(t.of_article, 'article', 'ranking') AS kind,
    q.url AS asked, w.url AS answered, t.status AS status,
    t.code AS code, t.detail AS detail, t.bytes AS bytes, t.milliseconds / 1000.0 AS seconds,
    nullif(lower(hex(p.sha256)), '') AS page, 'fetch' AS source
FROM attempt t
JOIN site ON site.id = t.site
JOIN address q ON q.id = t.asked
JOIN address w ON w.id = t.answered
LEFT JOIN page p ON p.id = t.page;
"""
