-- What is said of each call, step by step: a person over a model over a rule; where nobody sent anything, what was heard in the transcript.
SELECT touch_id AS k, step, argMax(toFloat64(present), multiIf(by = 'person', 3, by = 'model', 2, 1)) AS present FROM @script_checks GROUP BY touch_id, step
UNION ALL SELECT k, step, 1 FROM heard_in_calls WHERE k NOT IN (SELECT touch_id FROM @script_checks)
