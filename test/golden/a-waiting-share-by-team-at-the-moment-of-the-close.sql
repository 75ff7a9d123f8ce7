SELECT
    frame_no AS frame_no,
    d0 AS d0,
    0 AS is_total,
    count() AS a0_n,
    0 AS a0_pending,
    0 AS a0_excluded,
    0 AS a0_unpriced,
    countIf(isNotNull(sold_at)) AS a0_hits,
    countIf(jumped) AS a5_n
FROM
(
    SELECT
        *,
        arrayJoin(if(empty(person_teams), [toUInt64(0)], person_teams)) AS d0
    FROM
    (
        SELECT *
        FROM
        (
            SELECT
                *,
                closer AS credited_person,
                1 AS weight,
                closed_at AS axis_moment,
                assumeNotNull(ifNull(close_moment, frame_until)) AS person_moment
            FROM
            (
                SELECT
                    *,
                    tupleElement(frame, 1) AS frame_no,
                    tupleElement(frame, 2) AS frame_from,
                    tupleElement(frame, 3) AS frame_until,
                    tupleElement(frame, 5) AS frame_as_of,
                    tupleElement(frame, 4) AS frame_asked
                FROM
                (
                    SELECT
                        open_until,
                        sold_at,
                        closed_at,
                        closer,
                        close_moment,
                        jumped,
                        arrayJoin(arrayFilter(f -> (ifNull((closed_at >= tupleElement(f, 2)), 0) AND ifNull((closed_at < tupleElement(f, 3)), 0)), [tuple(toUInt16(0), toDateTime64('2026-08-31 21:00:00', 3, 'UTC'), toDateTime64('2026-09-30 21:00:00', 3, 'UTC'), toDateTime64('2026-10-15 12:00:00', 3, 'UTC'), toDateTime64('2026-10-15 12:00:00', 3, 'UTC'))])) AS frame
                    FROM fact_deals
                    FINAL
                    WHERE (ws = 7) AND ifNull((closed_at >= toDateTime64('2026-08-31 21:00:00', 3, 'UTC')), 0) AND ifNull((closed_at < toDateTime64('2026-09-30 21:00:00', 3, 'UTC')), 0) AND ifNull((open_until >= toDateTime64('2026-08-31 21:00:00.000', 3, 'UTC')), 0)
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
)
GROUP BY
    frame_no,
    d0;

SELECT
    frame_no AS frame_no,
    d0 AS d0,
    0 AS is_total,
    countIf(NOT (population != '')) AS a0_n,
    countIf(((NOT (population != '')) AND (e47 = 0))) AS a0_pending,
    countIf((population != '')) AS a0_excluded,
    0 AS a0_unpriced,
    base64Encode(arrayStringConcat(groupArrayIf(concat(reinterpretAsFixedString(ifNull(toFloat64(greatest(0, (((toUnixTimestamp64Milli(e50) / 1000) + timezoneOffset(toTimeZone(e50, 'Europe/Kyiv'))) - ((toUnixTimestamp64Milli(created_at) / 1000) + timezoneOffset(toTimeZone(created_at, 'Europe/Kyiv')))))), 0)), reinterpretAsFixedString(ifNull(toUInt8(e47), 0))), NOT (population != '')))) AS a0_cases
FROM
(
    SELECT
        *,
        multiIf(((e9 <= frame_as_of) AND (e9 <= e41)), 1, (e41 <= frame_as_of), 2, 0) AS e47,
        least(e9, e41, frame_as_of) AS e50
    FROM
    (
        SELECT
            *,
            if(((disqualified_undated OR (closed AND isNull(closed_at))) AND (NOT (e25))), frame_as_of, ifNull(multiIf(ifNull((disqualified_at <= frame_as_of), 0), disqualified_at, e25, NULL, arrayExists(c -> (c <= frame_as_of), deal_created), arrayMax((c, l) -> if(((c <= frame_as_of) AND (l <= frame_as_of)), l, toDateTime64(0, 3, 'UTC')), deal_created, deal_lost), ifNull((closed_at <= frame_as_of), 0), closed_at, NULL), toDateTime64('2200-01-01 00:00:00', 3, 'UTC'))) AS e41
        FROM
        (
            SELECT
                *,
                ifNull(won_at, toDateTime64('2200-01-01 00:00:00', 3, 'UTC')) AS e9,
                (arrayExists((c, s, l) -> ((c <= frame_as_of) AND ((s > frame_as_of) AND (l > frame_as_of))), deal_created, deal_sold, deal_lost) OR arrayExists((c, s, l) -> ((c <= frame_as_of) AND (s <= frame_as_of)), deal_created, deal_sold, deal_lost)) AS e25
            FROM
            (
                SELECT
                    *,
                    arrayJoin(if(empty(person_teams), [toUInt64(0)], person_teams)) AS d0
                FROM
                (
                    SELECT *
                    FROM
                    (
                        SELECT
                            *,
                            first_owner AS credited_person,
                            1 AS weight,
                            created_at AS axis_moment,
                            assumeNotNull(ifNull(created_at, frame_until)) AS person_moment
                        FROM
                        (
                            SELECT
                                *,
                                tupleElement(frame, 1) AS frame_no,
                                tupleElement(frame, 2) AS frame_from,
                                tupleElement(frame, 3) AS frame_until,
                                tupleElement(frame, 5) AS frame_as_of,
                                tupleElement(frame, 4) AS frame_asked
                            FROM
                            (
                                SELECT
                                    created_at,
                                    open_until,
                                    population,
                                    first_owner,
                                    disqualified_at,
                                    disqualified_undated,
                                    closed_at,
                                    closed,
                                    deal_created,
                                    deal_sold,
                                    deal_lost,
                                    won_at,
                                    arrayJoin(arrayFilter(f -> (ifNull((created_at >= tupleElement(f, 2)), 0) AND ifNull((created_at < tupleElement(f, 3)), 0)), [tuple(toUInt16(0), toDateTime64('2026-08-31 21:00:00', 3, 'UTC'), toDateTime64('2026-09-30 21:00:00', 3, 'UTC'), toDateTime64('2026-10-15 12:00:00', 3, 'UTC'), toDateTime64('2026-10-15 12:00:00', 3, 'UTC'))])) AS frame
                                FROM fact_leads
                                FINAL
                                WHERE (ws = 7) AND ifNull((created_at >= toDateTime64('2026-08-31 21:00:00', 3, 'UTC')), 0) AND ifNull((created_at < toDateTime64('2026-09-30 21:00:00', 3, 'UTC')), 0) AND ifNull((open_until >= toDateTime64('2026-08-31 21:00:00.000', 3, 'UTC')), 0)
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
            )
        )
    )
)
GROUP BY
    frame_no,
    d0;
