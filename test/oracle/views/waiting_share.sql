-- Of the cases given (part, entry, t, fate) the share hit by the greatest age reached; null when none is decided.
SELECT part, if(max(hits + misses) = 0, NULL, argMax(f, t)) AS value, any(n) AS n, any(pending) AS pending FROM @curve(SELECT * FROM @given) GROUP BY part
