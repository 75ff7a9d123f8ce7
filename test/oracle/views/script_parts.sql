-- Steps of the scripts.
SELECT k AS script, ifNull(threshold, 0.7) AS threshold, JSONExtractString(part, 'key') AS step, JSONExtractFloat(part, 'weight') AS weight, JSONExtractBool(part, 'critical') AS critical
FROM (SELECT k, threshold, arrayJoin(JSONExtractArrayRaw(steps)) AS part FROM @scripts)
