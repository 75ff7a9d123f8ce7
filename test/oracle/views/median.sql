-- Of the cases given (part, entry, age, fate) the least time at which no more than half still wait; null when that was not reached.
SELECT part, minOrNullIf(age, s <= 0.5 + 1e-9) AS value, any(n) AS n, any(pending) AS pending FROM @curve(SELECT * FROM @given) GROUP BY part
