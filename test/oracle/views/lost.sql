-- Deals lost in the period: no card that was lost before it qualified, no sale that was undone.
SELECT d.* FROM @deals AS d
LEFT JOIN (
  SELECT c.entity_id AS k, max(s.milestone IN ('qualified', 'meeting_set', 'meeting_held', 'proposal', 'contract', 'invoice', 'prepaid', 'paid', 'delivered')) AS qualified
  FROM @stage_changes AS c JOIN @stages AS s ON s.k = c.stage_id WHERE c.entity = 'deal' AND s.kind != 'lost' GROUP BY c.entity_id
) AS q ON q.k = d.k
WHERE d.outcome = 'lost' AND d.continues_deal_id = 0 AND d.closed_at >= @from AND d.closed_at < @until AND d.k NOT IN (SELECT root FROM @sales)
  AND d.pipeline_id IN (SELECT k FROM @pipelines WHERE kind IN ('qualification', 'sales', 'repeat'))
  AND (d.source = 'crm' OR q.qualified = 1 OR d.pipeline_id IN (SELECT k FROM @pipelines WHERE kind = 'repeat'))
