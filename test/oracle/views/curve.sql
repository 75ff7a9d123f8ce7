-- Aalen-Johansen by hand: of the cases given (part, entry, age, fate: hit, miss or open), for every part and age those at risk, what
-- happened then, the share `s` that is still waiting after it and the share `f` that has been hit. Kaplan-Meier where nothing misses.
-- Beside it how many cases the part has, and how many of them are open.
WITH
  cases AS @given,
  risks AS (
    SELECT m.part AS part, m.age AS age, countIf(c.entry <= m.age AND c.age >= m.age) AS at_risk, countIf(c.age = m.age AND c.fate = 'hit') AS hits, countIf(c.age = m.age AND c.fate = 'miss') AS misses,
      count() AS n, countIf(c.fate = 'open') AS pending
    FROM (SELECT DISTINCT part, age FROM cases) AS m JOIN cases AS c ON c.part = m.part GROUP BY part, age
  ),
  waiting AS (SELECT *, exp(sum(log(1 - (hits + misses) / at_risk)) OVER (PARTITION BY part ORDER BY age)) AS s FROM risks),
  steps AS (SELECT *, lagInFrame(s, 1, 1) OVER (PARTITION BY part ORDER BY age ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS before FROM waiting)
SELECT part, age, n, pending, at_risk, hits, misses, s, sum(before * hits / at_risk) OVER (PARTITION BY part ORDER BY age) AS f FROM steps
