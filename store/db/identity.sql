-- The second migration: which addresses are one article is learnt and derived, like stays.
--
-- Primary are the entries as shown, what told articles apart, and what pages say of themselves.
-- Derived are the rules of a site, each identity's article, `article.joined` and `entry.article`.

ALTER TABLE site ADD COLUMN by_hand TEXT NOT NULL DEFAULT '';   -- JSON: what its entry says
ALTER TABLE site ADD COLUMN applied TEXT NOT NULL DEFAULT '';   -- and what the past was derived by

-- The article that this one turned out to be; NULL: it is itself.
ALTER TABLE article ADD COLUMN joined INTEGER REFERENCES article;
CREATE INDEX article_joined ON article (joined) WHERE joined IS NOT NULL;

-- The article by the entry's canonical address alone; `article` is the one it turned out to be.
ALTER TABLE entry ADD COLUMN own INTEGER REFERENCES article;
UPDATE entry SET own = article;
DROP INDEX entry_identity;
CREATE UNIQUE INDEX entry_identity ON entry (address, title, flags, coalesce(own, 0));

-- Parts of addresses in which two rows of one observation differed, and in nothing else.
CREATE TABLE telling (
    site INTEGER NOT NULL REFERENCES site,
    shape TEXT NOT NULL,                -- host, depth and ending of the path
    names TEXT NOT NULL,                -- JSON: the names of the parts
    PRIMARY KEY (site, shape, names)
) STRICT, WITHOUT ROWID;

-- The canonical address that an article's page names, with the page's title.
CREATE TABLE claim (
    article INTEGER PRIMARY KEY REFERENCES article,
    url TEXT NOT NULL,
    title TEXT NOT NULL
) STRICT;

-- What was learnt: the noise of a shape, the part of a path that wraps, the name of an identity.
CREATE TABLE rule (
    site INTEGER NOT NULL REFERENCES site,
    kind TEXT NOT NULL CHECK (kind IN ('noise', 'wraps', 'named')),
    place TEXT NOT NULL,
    says TEXT NOT NULL,
    PRIMARY KEY (site, kind, place)
) STRICT, WITHOUT ROWID;

-- The articles that are known by an identity which is no canonical address of theirs.
CREATE TABLE identity (
    site INTEGER NOT NULL REFERENCES site,
    url TEXT NOT NULL,
    article INTEGER NOT NULL REFERENCES article,
    PRIMARY KEY (site, url)
) STRICT, WITHOUT ROWID;

-- Which articles were joined when, by what evidence, and when that was taken back.
CREATE TABLE joining (
    id INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES article,
    joined INTEGER NOT NULL REFERENCES article,
    time INTEGER NOT NULL,
    evidence TEXT NOT NULL,
    undone INTEGER
) STRICT;
CREATE INDEX joining_articles ON joining (article);

DROP VIEW articles;
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
