-- What belongs to a visit and not to the bytes that it brought, and the label a list had then.

-- The media type as the server said: it helps to decode. Equal bytes may come under several types,
-- so it is the visit's. `page.content_type` is written no more; dropping it would rewrite all pages.
CREATE TABLE media (id INTEGER PRIMARY KEY, type TEXT NOT NULL UNIQUE) STRICT;
INSERT INTO media (type) SELECT DISTINCT content_type FROM page WHERE content_type IS NOT NULL;
ALTER TABLE attempt ADD COLUMN media INTEGER REFERENCES media;
UPDATE attempt SET media = (
    SELECT m.id FROM page p JOIN media m ON m.type = p.content_type WHERE p.id = attempt.page
);

-- The reason for which a page was refused that a later reader could read; `detail` is that refusal's.
ALTER TABLE attempt ADD COLUMN refused TEXT;
UPDATE attempt SET refused = substr(detail, 26), detail = ''
WHERE code IS NULL AND detail LIKE 'read again; was refused: %';

-- The label that the list had in the observation; `list.label` is that of the newest one.
ALTER TABLE shape_list ADD COLUMN label TEXT NOT NULL DEFAULT '';
UPDATE shape_list SET label = (SELECT label FROM list WHERE list.id = shape_list.list);
UPDATE shape SET form = (
    SELECT json_group_array(json_array(list, items, result, flags, source, reader, gap, label))
    FROM (SELECT * FROM shape_list WHERE shape_list.shape = shape.id ORDER BY list)
);

DROP VIEW attempts;
CREATE VIEW attempts AS
SELECT t.id AS attempt, strftime('%Y-%m-%dT%H:%M:%SZ', t.time, 'unixepoch') AS time,
    site.name AS site, iif(t.of_article, 'article', 'ranking') AS kind,
    q.url AS asked, w.url AS answered, t.status AS status, t.code AS code,
    coalesce('read again; was refused: ' || t.refused || '; ', '') || t.detail AS detail,
    t.bytes AS bytes, t.milliseconds / 1000.0 AS seconds,
    nullif(lower(hex(p.sha256)), '') AS page, 'fetch' AS source
FROM attempt t
JOIN site ON site.id = t.site
JOIN address q ON q.id = t.asked
JOIN address w ON w.id = t.answered
LEFT JOIN page p ON p.id = t.page;

DROP VIEW observations;
CREATE VIEW observations AS
SELECT strftime('%Y-%m-%dT%H:%M:%SZ', s.observed, 'unixepoch') AS observed,
    site.name AS site, l.name AS list, l.window AS window, x.label AS label,
    x.items AS items, x.result AS result, x.flags AS flags, x.source AS source,
    x.gap AS gap_before, x.reader AS reader, s.attempt AS attempt
FROM snapshot s
JOIN shape_list x ON x.shape = s.shape
JOIN list l ON l.id = x.list
JOIN site ON site.id = s.site;

DROP VIEW rankings;
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
