-- The view of rankings says by which address each article is known.
-- The view of observations has the rows and columns of its export: visits that brought no list, too,
-- with a row for each list that was known by then, and the time up to which each observation holds.

DROP VIEW observations;
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

DROP VIEW rankings;
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

-- This name is kept for the order of the page's own links: the list of a site had it by its label.
UPDATE list SET name = 'placement-list' WHERE name = 'placement';
