-- Stays in stages: one row per entry that is no second one of the same stage, with what ended it. The last ends with the close of its
-- record, if it was won or lost after it; stages of a won or lost kind have no time. What continues another deal has none
-- of its own; a lead that is converted has won its pipeline.
WITH
  moves AS (
    SELECT *, lagInFrame(stage) OVER (PARTITION BY what, k ORDER BY at, seq, if(kind = 'open', 0, 1), position ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS stage_before,
      row_number() OVER (PARTITION BY what, k ORDER BY at, seq, if(kind = 'open', 0, 1), position) AS place
    FROM @ways
  ),
  entries AS (
    SELECT *, leadInFrame(toNullable(at)) OVER ahead AS next_at, leadInFrame(toNullable(kind)) OVER ahead AS next_kind, leadInFrame(toNullable(pipeline)) OVER ahead AS next_pipeline,
      leadInFrame(toNullable(position)) OVER ahead AS next_position
    FROM moves WHERE stage != ifNull(stage_before, 0)
    WINDOW ahead AS (PARTITION BY what, k ORDER BY place ROWS BETWEEN CURRENT ROW AND 1 FOLLOWING)
  ),
  closed AS (
    SELECT 'deal' AS what, k, toString(outcome) AS outcome, closed_at, continues_deal_id != 0 AS out, toString(source) AS source, pipeline_id FROM @deals
    UNION ALL SELECT 'lead', k, multiIf(status IN ('disqualified', 'lost'), 'lost', status = 'converted', 'won', ''), closed_at, merged_into != 0 OR status IN ('spam', 'duplicate'), toString(source), 0 FROM @leads
  )
SELECT e.what AS what, e.k AS k, c.source AS source, g.id AS stage_id, concat(toString(g.source), ':', g.id) AS stage, toString(p.kind) AS pipeline_kind, e.stage AS stage_k, e.pipeline AS pipeline, e.position AS position, e.kind AS kind, e.milestone AS milestone,
  e.at AS entered_at, e.place AS place,
  multiIf(e.kind != 'open', e.at, e.next_at IS NOT NULL, e.next_at, c.outcome IN ('won', 'lost') AND c.closed_at >= e.at, c.closed_at, NULL) AS left_at,
  multiIf(e.kind != 'open', e.kind, e.next_at IS NULL, if(left_at IS NULL, 'still_there', c.outcome), e.next_kind != 'open', e.next_kind, e.next_pipeline != e.pipeline, 're_piped',
    e.next_position < e.position, 'moved_back', e.next_position > n.position, 'skipped_over', 'advanced') AS outcome
FROM entries AS e
LEFT JOIN (SELECT a.k AS k, min(b.position) AS position FROM @stages AS a JOIN @stages AS b ON b.pipeline_id = a.pipeline_id WHERE b.position > a.position AND b.kind = 'open' AND NOT ifNull(b.archived, false) GROUP BY a.k) AS n ON n.k = e.stage
JOIN closed AS c ON c.what = e.what AND c.k = e.k JOIN @stages AS g ON g.k = e.stage JOIN @pipelines AS p ON p.k = e.pipeline
WHERE p.kind IN ('qualification', 'sales', 'repeat') AND c.out = 0
