-- Whether whoever raised it ended it, written with the end: as she was at its place in the log, whatever was undone since.
ALTER TABLE ending ADD COLUMN herself BIGINT NOT NULL DEFAULT 0;
UPDATE ending SET herself = 1 WHERE reason <> 'merged' AND EXISTS (SELECT 1 FROM activity a CROSS JOIN conversation c
  WHERE a.position = ending.position AND c.id = ending.conversation
  AND COALESCE((SELECT g.into_person FROM person_merging g WHERE g.person = a.actor AND g.position <= a.position
    AND (g.undone_position IS NULL OR g.undone_position > a.position) ORDER BY g.id LIMIT 1), a.actor)
  = COALESCE((SELECT g.into_person FROM person_merging g WHERE g.person = c.starter AND g.position <= a.position
    AND (g.undone_position IS NULL OR g.undone_position > a.position) ORDER BY g.id LIMIT 1), c.starter));
-- Derived anew, what was closed before it went on elsewhere had lost its reason: the merge remembers it.
UPDATE ending SET reason = (SELECT MAX(g.closed_reason) FROM merging g WHERE g.conversation = ending.conversation AND g.undone_at IS NULL AND g.closed_at = ending.at)
  WHERE reason = '' AND reopened_at IS NULL AND EXISTS (SELECT 1 FROM merging g WHERE g.conversation = ending.conversation
  AND g.undone_at IS NULL AND g.closed_at = ending.at AND g.closed_reason IS NOT NULL);
-- Of whom was spoken is read by the end of its window, and dropped by it.
CREATE INDEX measured_group_until ON measured_group (until_at);
