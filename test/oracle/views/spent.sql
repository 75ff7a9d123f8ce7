-- Spend of the period by channel, in hryvnias.
SELECT s.channel AS channel, sum(toFloat64(s.amount * if(s.currency = 'USD', u.rate, 1))) AS spent, count() AS n FROM @spend AS s
LEFT JOIN (
  SELECT s.k AS k, argMax(x.rate, x.day) AS rate FROM @spend AS s JOIN @rates AS x ON x.currency = s.currency WHERE x.day <= s.day AND x.day >= s.day - 7 GROUP BY s.k
) AS u ON u.k = s.k
WHERE s.day >= toDate(@from, @zone) AND s.day < toDate(@until, @zone) GROUP BY s.channel
