CREATE VIEW article_parts AS
SELECT p.* FROM part p JOIN article a ON a.id = p.article
WHERE (a.parts IS NULL OR p.part <= a.parts) AND p.attempt = (
    SELECT n.attempt FROM part n JOIN attempt t ON t.id = n.attempt
    WHERE n.article = p.article AND n.part = p.part ORDER BY t.time DESC, t.id DESC LIMIT 1
);

CREATE VIEW articles AS
SELECT a.id AS article, site.name AS site, a.url AS url,
    coalesce(p.title, (
        SELECT t.title FROM title t WHERE t.article = a.id ORDER BY t.first_seen DESC LIMIT 1
    )) AS title,
    p.category AS category, p.section AS section, p.published AS published,
    p.modified AS modified, p.authors AS authors, p.lang AS lang,
    strftime('%Y-%m-%dT%H:%M:%SZ', a.first_seen, 'unixepoch') AS first_seen,
    strftime('%Y-%m-%dT%H:%M:%SZ', a.fetched, 'unixepoch') AS fetched,
    strftime('%Y-%m-%dT%H:%M:%SZ', a.gone, 'unixepoch') AS gone,
    p.lead AS lead,
    (SELECT group_concat(b.body, char(10, 10)) FROM (
        SELECT body FROM article_parts b WHERE b.article = a.id ORDER BY b.part
    ) b) AS body
FROM article a
JOIN site ON site.id = a.site
LEFT JOIN article_parts p ON p.article = a.id AND p.part = (
    SELECT min(part) FROM part WHERE part.article = a.id
)
WHERE a.joined IS NULL;

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
WITH RECURSIVE failed AS MATERIALIZED (
    SELECT site, id, time, asked, code, row_number() OVER (PARTITION BY site ORDER BY time, id) AS n
    FROM attempt WHERE NOT of_article AND code IS NOT NULL
),
-- The failed pages of one visit to a site follow each other within ten minutes, each another page.
visited (site, n, visit, begun, time, asked, code, attempt) AS (
    SELECT site, n, 1, time, time, printf(',%d,', asked), code, id FROM failed WHERE n = 1
    UNION ALL
    SELECT f.site, f.n,
        v.visit + (f.time - v.time > 600 OR instr(v.asked, printf(',%d,', f.asked)) > 0),
        iif(f.time - v.time > 600 OR instr(v.asked, printf(',%d,', f.asked)), f.time, v.begun),
        f.time,
        iif(f.time - v.time > 600 OR instr(v.asked, printf(',%d,', f.asked)), ',', v.asked)
            || f.asked || ',',
        f.code, f.id
    FROM visited v JOIN failed f ON f.site = v.site AND f.n = v.n + 1
),
failure AS (
    SELECT site, begun, code, attempt, max(n) FROM visited GROUP BY site, visit
)
SELECT strftime('%Y-%m-%dT%H:%M:%SZ', s.observed, 'unixepoch') AS observed,
    site.name AS site, l.name AS list, l.window AS window, x.label AS label,
    x.items AS items, x.result AS result, x.flags AS flags, x.source AS source,
    x.gap AS gap_before,
    iif(x.result = 'ok', strftime('%Y-%m-%dT%H:%M:%SZ', (
        SELECT iif(y.gap, s.observed, b.observed)
        FROM snapshot b CROSS JOIN shape_list y ON y.shape = b.shape AND y.list = x.list
        WHERE b.site = s.site AND b.observed > s.observed AND y.result = 'ok'
        ORDER BY b.observed LIMIT 1
    ), 'unixepoch'), NULL) AS valid_until,
    x.reader AS reader, s.attempt AS attempt
FROM snapshot s
JOIN shape_list x ON x.shape = s.shape
JOIN list l ON l.id = x.list
JOIN site ON site.id = s.site
WHERE l.name <> 'placement'
UNION ALL
SELECT strftime('%Y-%m-%dT%H:%M:%SZ', begun, 'unixepoch'), site, list, window, label,
    0, code, '', 'fetch', 0, NULL, '', attempt
FROM (
    SELECT f.begun, f.code, f.attempt, site.name AS site, l.name AS list, l.window, (
        SELECT y.label
        FROM snapshot b CROSS JOIN shape_list y ON y.shape = b.shape AND y.list = l.id
        WHERE b.site = f.site AND b.observed <= f.begun AND y.result = 'ok'
        ORDER BY b.observed DESC LIMIT 1
    ) AS label
    FROM failure f JOIN site ON site.id = f.site JOIN list l ON l.site = f.site
    WHERE l.name <> 'placement'
)
WHERE label IS NOT NULL;

CREATE VIEW rankings AS
WITH RECURSIVE place(rank) AS (
    SELECT 1 UNION ALL SELECT rank + 1 FROM place
    WHERE rank < (
        SELECT max(x.items) FROM shape_list x JOIN list l ON l.id = x.list
        WHERE l.name <> 'placement'
    )
)
SELECT strftime('%Y-%m-%dT%H:%M:%SZ', s.observed, 'unixepoch') AS observed,
    site.name AS site, l.name AS list, l.window AS window, x.label AS label,
    place.rank AS rank, e.title AS title, a.url AS url, e.article AS article,
    trim(x.flags || ' ' || e.flags) AS flags, coalesce(r.url, '') AS article_url
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
JOIN address a ON a.id = e.address
LEFT JOIN article r ON r.id = e.article
WHERE l.name <> 'placement';

CREATE TABLE address (id INTEGER PRIMARY KEY, url TEXT NOT NULL UNIQUE) STRICT;

CREATE TABLE archived (
    attempt INTEGER PRIMARY KEY REFERENCES attempt,
    file TEXT NOT NULL,
    record TEXT NOT NULL
) STRICT;

CREATE TABLE article (
    id INTEGER PRIMARY KEY,
    site INTEGER NOT NULL REFERENCES site,
    url TEXT NOT NULL,                  -- canonical: an identity
    address INTEGER NOT NULL REFERENCES address,  -- as last shown: what to fetch
    first_seen INTEGER NOT NULL,
    fetched INTEGER,                    -- when its pages were last read, all of them
    parts INTEGER,                      -- and how many there were then
    wanted INTEGER,                     -- its page is to be fetched, not before this time
    tries INTEGER NOT NULL DEFAULT 0,
    gone INTEGER, joined INTEGER REFERENCES article, brought INTEGER REFERENCES import,                       -- when the site said that there is no such page
    UNIQUE (site, url)
) STRICT;

CREATE TABLE attempt (
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
, media INTEGER REFERENCES media, refused TEXT) STRICT;

CREATE TABLE brought (
    attempt INTEGER NOT NULL REFERENCES attempt,
    import INTEGER NOT NULL REFERENCES import,
    PRIMARY KEY (attempt, import)
) STRICT, WITHOUT ROWID;

CREATE TABLE change (
    list INTEGER NOT NULL REFERENCES list,
    rank INTEGER NOT NULL CHECK (rank >= 1),
    observed INTEGER NOT NULL,
    entry INTEGER REFERENCES entry,     -- NULL: the list ended above this rank
    PRIMARY KEY (list, rank, observed)
) STRICT, WITHOUT ROWID;

CREATE TABLE claim (
    article INTEGER PRIMARY KEY REFERENCES article,
    url TEXT NOT NULL,
    title TEXT NOT NULL
) STRICT;

CREATE TABLE entry (
    id INTEGER PRIMARY KEY,
    article INTEGER REFERENCES article,
    title TEXT NOT NULL,
    address INTEGER NOT NULL REFERENCES address,
    flags TEXT NOT NULL DEFAULT ''
, own INTEGER REFERENCES article) STRICT;

CREATE TABLE gap (
    list INTEGER NOT NULL REFERENCES list,
    ended INTEGER NOT NULL,             -- the key first, else SQLite 3.40 finds NULL where none is
    begun INTEGER NOT NULL,
    PRIMARY KEY (list, ended)
) STRICT, WITHOUT ROWID;

CREATE TABLE given (
    import INTEGER NOT NULL REFERENCES import,
    list INTEGER NOT NULL REFERENCES list,
    observed INTEGER NOT NULL,
    PRIMARY KEY (import, list, observed)
) STRICT, WITHOUT ROWID;

CREATE TABLE host (name TEXT PRIMARY KEY, state TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE identity (
    site INTEGER NOT NULL REFERENCES site,
    url TEXT NOT NULL,
    article INTEGER NOT NULL REFERENCES article,
    PRIMARY KEY (site, url)
) STRICT, WITHOUT ROWID;

CREATE TABLE import (
    id INTEGER PRIMARY KEY,
    time INTEGER,                       -- when it was imported; NULL: before this was noted
    file TEXT NOT NULL,
    observations INTEGER NOT NULL,      -- how many it added
    known INTEGER NOT NULL,             -- and how many were stored already
    undone INTEGER                      -- when it was taken back
, skipped INTEGER NOT NULL DEFAULT 0) STRICT;

CREATE TABLE joining (
    id INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES article,
    joined INTEGER NOT NULL REFERENCES article,
    time INTEGER NOT NULL,
    evidence TEXT NOT NULL,
    undone INTEGER
) STRICT;

CREATE TABLE list (
    id INTEGER PRIMARY KEY,
    site INTEGER NOT NULL REFERENCES site,
    name TEXT NOT NULL,
    window TEXT,
    label TEXT NOT NULL,
    UNIQUE (site, name)
) STRICT;

CREATE TABLE media (id INTEGER PRIMARY KEY, type TEXT NOT NULL UNIQUE) STRICT;

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

CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

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

CREATE TABLE page (
    id INTEGER PRIMARY KEY,
    site INTEGER NOT NULL REFERENCES site,
    kind TEXT NOT NULL,
    content_type TEXT,                  -- as the server said: it helps to decode
    kept INTEGER NOT NULL,
    sha256 BLOB NOT NULL UNIQUE CHECK (length(sha256) = 32),
    size INTEGER NOT NULL,
    key INTEGER REFERENCES page,
    data BLOB NOT NULL
) STRICT;

CREATE TABLE part (
    article INTEGER NOT NULL REFERENCES article,
    part INTEGER NOT NULL,
    attempt INTEGER NOT NULL REFERENCES attempt,
    reader TEXT NOT NULL,
    title TEXT,
    category TEXT NOT NULL DEFAULT '',
    section TEXT,
    published TEXT,
    modified TEXT,
    authors TEXT NOT NULL DEFAULT '',
    lang TEXT,
    lead TEXT,
    body TEXT,
    PRIMARY KEY (article, part, attempt)
) STRICT, WITHOUT ROWID;

CREATE TABLE route (
    id INTEGER PRIMARY KEY,
    rule TEXT NOT NULL,
    channel TEXT NOT NULL,
    since INTEGER NOT NULL,             -- when it was first seen: nothing from before is told
    told INTEGER NOT NULL,              -- the end of what its last digest covered
    left_out INTEGER NOT NULL,          -- what was too old to be told, since its last message
    UNIQUE (rule, channel)
) STRICT;

CREATE TABLE rule (
    site INTEGER NOT NULL REFERENCES site,
    kind TEXT NOT NULL CHECK (kind IN ('noise', 'wraps', 'named')),
    place TEXT NOT NULL,
    says TEXT NOT NULL,
    PRIMARY KEY (site, kind, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE shape (id INTEGER PRIMARY KEY, form TEXT NOT NULL UNIQUE) STRICT;

CREATE TABLE "shape_list" (
    shape INTEGER NOT NULL REFERENCES shape,
    list INTEGER NOT NULL REFERENCES list,
    items INTEGER NOT NULL CHECK (items >= 0),
    result TEXT NOT NULL,               -- ok, or the reason code of a reading without entries
    flags TEXT NOT NULL,
    source TEXT NOT NULL CHECK (source IN ('fetch', 'import', 'reread', 'archive')),
    reader TEXT NOT NULL,
    gap INTEGER NOT NULL CHECK (gap IN (0, 1)),
    label TEXT NOT NULL DEFAULT '', every INTEGER,
    PRIMARY KEY (shape, list)
) STRICT, WITHOUT ROWID;

CREATE TABLE site (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    label TEXT NOT NULL,
    home TEXT NOT NULL,
    zone TEXT NOT NULL DEFAULT 'UTC',   -- short name to print beside times: JST
    every INTEGER                       -- seconds; NULL: learnt from the intervals
, by_hand TEXT NOT NULL DEFAULT '', applied TEXT NOT NULL DEFAULT '') STRICT;

CREATE TABLE skipped (
    import INTEGER NOT NULL REFERENCES import,
    list INTEGER NOT NULL REFERENCES list,
    observed INTEGER NOT NULL,
    source TEXT NOT NULL,
    reader TEXT NOT NULL,
    entries TEXT NOT NULL,              -- JSON: [[rank, title, url, flags], ...]
    PRIMARY KEY (import, list, observed)
) STRICT, WITHOUT ROWID;

CREATE TABLE snapshot (
    site INTEGER NOT NULL REFERENCES site,
    observed INTEGER NOT NULL,
    shape INTEGER NOT NULL REFERENCES shape,
    attempt INTEGER REFERENCES attempt,
    utc_offset INTEGER NOT NULL,        -- minutes east of UTC, of the site's zone then
    PRIMARY KEY (site, observed)
) STRICT, WITHOUT ROWID;

CREATE TABLE stay (
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

CREATE TABLE superseded (
    id INTEGER PRIMARY KEY,
    list INTEGER NOT NULL REFERENCES list,
    observed INTEGER NOT NULL,
    replaced INTEGER NOT NULL,
    attempt INTEGER REFERENCES attempt,
    items INTEGER NOT NULL,
    result TEXT NOT NULL,
    flags TEXT NOT NULL,
    source TEXT NOT NULL,
    reader TEXT NOT NULL,
    entries TEXT NOT NULL               -- JSON: [[rank, title, url, flags], ...]
) STRICT;

CREATE TABLE telling (
    site INTEGER NOT NULL REFERENCES site,
    shape TEXT NOT NULL,                -- host, depth and ending of the path
    names TEXT NOT NULL,                -- JSON: the names of the parts
    PRIMARY KEY (site, shape, names)
) STRICT, WITHOUT ROWID;

CREATE TABLE title (
    article INTEGER NOT NULL REFERENCES article,
    title TEXT NOT NULL,
    first_seen INTEGER NOT NULL,
    seen_on TEXT NOT NULL CHECK (seen_on IN ('list', 'page')),
    PRIMARY KEY (article, title)
) STRICT, WITHOUT ROWID;

CREATE TABLE told (
    list INTEGER PRIMARY KEY REFERENCES list ON DELETE CASCADE,
    observed INTEGER NOT NULL
) STRICT;

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

CREATE TABLE trouble (
    site INTEGER PRIMARY KEY REFERENCES site,
    code TEXT NOT NULL,
    since INTEGER NOT NULL,
    times INTEGER NOT NULL,
    told INTEGER NOT NULL
) STRICT;

CREATE TABLE validator (
    site INTEGER NOT NULL REFERENCES site,
    address INTEGER NOT NULL REFERENCES address,
    etag TEXT,
    last_modified TEXT,
    attempt INTEGER NOT NULL REFERENCES attempt,
    PRIMARY KEY (site, address)
) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE words USING fts5 (
    title, body, content = '', tokenize = "unicode61 remove_diacritics 0"
);

CREATE INDEX article_joined ON article (joined) WHERE joined IS NOT NULL;

CREATE INDEX article_wanted ON article (site, wanted) WHERE wanted IS NOT NULL;

CREATE INDEX attempt_failures ON attempt (site, time) WHERE code IS NOT NULL;

CREATE INDEX attempt_times ON attempt (site, time);

CREATE INDEX entry_articles ON entry (article);

CREATE UNIQUE INDEX entry_identity ON entry (address, title, flags, coalesce(own, 0));

CREATE INDEX joining_articles ON joining (article);

CREATE INDEX message_due ON message (due) WHERE due IS NOT NULL;

CREATE INDEX notice_held ON notice (route) WHERE message IS NULL;

CREATE INDEX notice_sent ON notice (message) WHERE message IS NOT NULL;

CREATE INDEX notice_subject ON notice (subject);

CREATE INDEX page_keys ON page (site, kind, id) WHERE key IS NULL;
