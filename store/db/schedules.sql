-- Each observation says by which schedule it was fetched, so that its gap verdict follows from it.

-- Seconds; 0: fetched, while the schedule was learnt (or, in an older store, by one not noted);
-- NULL: not fetched.
ALTER TABLE shape_list ADD COLUMN every INTEGER;
UPDATE shape_list SET every = 0 WHERE source IN ('fetch', 'reread');

UPDATE shape SET form = (
    SELECT json_group_array(
        json_array(list, items, result, flags, source, reader, gap, label, every)
    )
    FROM (SELECT * FROM shape_list WHERE shape_list.shape = shape.id ORDER BY list)
);
