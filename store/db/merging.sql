-- What came with another machine's store, so that a merge can be taken back like any import.

-- The visits that other machines made, with each import that brought them.
CREATE TABLE brought (
    attempt INTEGER NOT NULL REFERENCES attempt,
    import INTEGER NOT NULL REFERENCES import,
    PRIMARY KEY (attempt, import)
) STRICT, WITHOUT ROWID;

-- The import that an article came with; NULL: it was seen here first.
ALTER TABLE article ADD COLUMN brought INTEGER REFERENCES import;

-- How many readings of an import were passed over, and which: the store has others for their time.
ALTER TABLE import ADD COLUMN skipped INTEGER NOT NULL DEFAULT 0;
CREATE TABLE skipped (
    import INTEGER NOT NULL REFERENCES import,
    list INTEGER NOT NULL REFERENCES list,
    observed INTEGER NOT NULL,
    source TEXT NOT NULL,
    reader TEXT NOT NULL,
    entries TEXT NOT NULL,              -- JSON: [[rank, title, url, flags], ...]
    PRIMARY KEY (import, list, observed)
) STRICT, WITHOUT ROWID;

-- What was fetched here needs nobody to vouch for it, so `given` is about all else.
DELETE FROM given WHERE (list, observed) IN (
    SELECT x.list, s.observed FROM snapshot s JOIN shape_list x ON x.shape = s.shape
    WHERE x.source <> 'import'
);

-- Of several readings of a page the newest counts, and not the one that was stored last.
DROP VIEW article_parts;
CREATE VIEW article_parts AS
SELECT p.* FROM part p JOIN article a ON a.id = p.article
WHERE (a.parts IS NULL OR p.part <= a.parts) AND p.attempt = (
    SELECT n.attempt FROM part n JOIN attempt t ON t.id = n.attempt
    WHERE n.article = p.article AND n.part = p.part ORDER BY t.time DESC, t.id DESC LIMIT 1
);
