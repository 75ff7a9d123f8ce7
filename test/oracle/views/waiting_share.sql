-- Of the cases given (part, entry, age, fate) the share hit by the greatest age reached; null when none is decided.
SELECT part, if(max(hits + misses) = 0, NULL, argMax(f, age)) AS value, any(n) AS n, any(pending) AS pending FROM @curve(SELECT * FROM @given) GROUP BY part
