SELECT
    frame_no AS frame_no,
    d0 AS d0,
    grouping(d0) AS is_total,
    sumIf(weight, 1) AS a0_n,
    0 AS a0_pending,
    0 AS a0_excluded,
    0 AS a0_unpriced,
    sumIf(weight, NOT (NOT (isNotNull(amount)))) AS a4_n,
    0 AS a4_pending,
    0 AS a4_excluded,
    sumIf(weight, NOT (isNotNull(amount))) AS a4_unpriced,
    sumIf((amount * weight), NOT (NOT (isNotNull(amount)))) AS a4_sum
FROM
(
    SELECT
        *,
        credited_person AS d0
    FROM
    (
        SELECT *
        FROM
        (
            SELECT
                *,
                tupleElement(credit_pair, 1) AS credited_person,
                tupleElement(credit_pair, 2) AS weight,
                sold_at AS axis_moment,
                assumeNotNull(ifNull(close_moment, frame_until)) AS person_moment
            FROM
            (
                SELECT
                    *,
                    tupleElement(frame, 1) AS frame_no,
                    tupleElement(frame, 2) AS frame_from,
                    tupleElement(frame, 3) AS frame_until,
                    tupleElement(frame, 5) AS frame_as_of,
                    tupleElement(frame, 4) AS frame_asked,
                    arrayJoin(if(empty(credit_k), [tuple(closer, toDecimal128(1, 8))], arrayZip(credit_k, arrayMap(x -> ifNull(x, 0), credit_share)))) AS credit_pair
                FROM
                (
                    SELECT
                        open_until,
                        credit_k,
                        credit_share,
                        sold_at,
                        closer,
                        close_moment,
                        amount,
                        arrayJoin(arrayFilter(f -> (ifNull((sold_at >= tupleElement(f, 2)), 0) AND ifNull((sold_at < tupleElement(f, 3)), 0)), [tuple(toUInt16(0), toDateTime64('2026-07-31 21:00:00', 3, 'UTC'), toDateTime64('2026-09-30 21:00:00', 3, 'UTC'), toDateTime64('2026-10-15 12:00:00', 3, 'UTC'), toDateTime64('2026-10-15 12:00:00', 3, 'UTC')), tuple(toUInt16(1), toDateTime64('2026-07-31 21:00:00', 3, 'UTC'), toDateTime64('2026-08-31 21:00:00', 3, 'UTC'), toDateTime64('2026-10-15 12:00:00', 3, 'UTC'), toDateTime64('2026-10-15 12:00:00', 3, 'UTC')), tuple(toUInt16(2), toDateTime64('2026-08-31 21:00:00', 3, 'UTC'), toDateTime64('2026-09-30 21:00:00', 3, 'UTC'), toDateTime64('2026-10-15 12:00:00', 3, 'UTC'), toDateTime64('2026-10-15 12:00:00', 3, 'UTC'))])) AS frame
                    FROM fact_deals
                    FINAL
                    WHERE (ws = 7) AND ifNull((sold_at >= toDateTime64('2026-07-31 21:00:00', 3, 'UTC')), 0) AND ifNull((sold_at < toDateTime64('2026-09-30 21:00:00', 3, 'UTC')), 0) AND ifNull((open_until >= toDateTime64('2026-07-31 21:00:00.000', 3, 'UTC')), 0)
                )
            )
        ) AS cases
        ASOF LEFT JOIN
        (
            SELECT
                person AS span_person,
                from_at AS span_from,
                teams AS person_teams,
                role AS person_role,
                hired_at AS person_hired_at
            FROM person_spans
            FINAL
            WHERE (ws = 7)
        ) AS spans ON ((cases.credited_person = spans.span_person) AND (cases.person_moment >= spans.span_from))
    )
    WHERE hasAny(person_teams, [cityHash64('crm:T1')])
)
GROUP BY
    GROUPING SETS (
        (frame_no, d0),
        (frame_no));
