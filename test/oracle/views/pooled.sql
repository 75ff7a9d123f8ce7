-- Of rows (stratum, side, won) the difference of the shares of won between the sides, pooled over strata that have both.
SELECT sumIf((h1 * n2 - h2 * n1) / (n1 + n2), n1 > 0 AND n2 > 0) / sumIf(n1 * n2 / (n1 + n2), n1 > 0 AND n2 > 0) AS value,
  sumIf(n1 + n2, n1 > 0 AND n2 > 0) AS n, sumIf(n1 + n2, n1 = 0 OR n2 = 0) AS excluded
FROM (SELECT stratum, countIf(side) AS n1, countIf(side AND won) AS h1, countIf(NOT side) AS n2, countIf(NOT side AND won) AS h2 FROM @given GROUP BY stratum)
