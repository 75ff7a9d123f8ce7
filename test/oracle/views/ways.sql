-- What leads and deals went through, with what the stage means: `rank` 0 = before qualified, 1 = qualified or later, won too.
SELECT c.entity_id AS k, toString(c.entity) AS what, c.at AS at, c.seq AS seq, g.k AS stage, g.pipeline_id AS pipeline, g.position AS position, toString(g.kind) AS kind, toString(g.milestone) AS milestone,
  g.kind = 'won' OR g.milestone IN ('qualified', 'meeting_set', 'meeting_held', 'proposal', 'contract', 'invoice', 'prepaid', 'paid', 'delivered') AS qualifies
FROM @stage_changes AS c JOIN @stages AS g ON g.k = c.stage_id
