with records as (
    select 'raw-films' as topic, * exclude (problems) from staged_films
    union all by name
    select 'raw-characters' as topic, * exclude (problems) from staged_characters
    union all by name
    select 'raw-boxoffice' as topic, * exclude (problems) from staged_boxoffice
),

sent_again as (
    select
        r.*,
        r.outcome <> 'staged' or not exists (
            select 1 from records as l
            where
                l.topic = r.topic and l.key = r.key and l.outcome <> 'quarantined'
                and (l.generation, l."offset", l."partition") > (r.generation, r."offset", r."partition")
        ) as holds
    from records as r
    where r.replay_of is not null
),

replays as (
    select
        replay_of as quarantine_id,
        published,
        topic,
        key,
        outcome,
        strftime(timestamp, '%Y-%m-%dT%H:%M:%SZ') as sent,
        topic || '/' || "partition" || '/' || "offset" as at,
        row_number() over (
            partition by replay_of, topic, published, outcome = 'tombstone'
            order by outcome <> 'staged', generation, "offset"
        ) as nth
    from (select *, unnest([true, false]) as published from sent_again)
    where published or holds
),

former as (
    select r.* from records as r
    where
        r.outcome = 'staged'
        and exists (select 1 from replays as p where p.key = r.key and p.topic = r.topic)
),

former_problems as (
    select 'raw-films' as topic, *, unnest(problems) as problem from staged_films
    union all by name
    select 'raw-characters' as topic, *, unnest(problems) as problem from staged_characters
),

later as (
    select
        q.topic,
        q.generation,
        q."partition",
        q."offset",
        r.outcome,
        strftime(r.timestamp, '%Y-%m-%dT%H:%M:%SZ') as sent,
        r.topic || '/' || r."partition" || '/' || r."offset" as at,
        row_number() over (
            partition by q.topic, q.generation, q."partition", q."offset" order by r.generation, r."offset"
        ) as nth
    from records as q
    inner join records as r
        on
            q.topic = r.topic and q.key = r.key and r.outcome <> 'quarantined'
            and (r.generation, r."offset", r."partition") > (q.generation, q."offset", q."partition")
    where q.outcome = 'quarantined'
),

problems as (
    select 'raw-films' as topic, *, unnest(problems) as problem from current_films
    union all by name
    select 'raw-characters' as topic, *, unnest(problems) as problem from current_characters
),

all_rows as (
    select
        case when place = '' then 'file' else 'record' end as scope,
        topic,
        null::integer as "partition",
        null::bigint as "offset",
        null::integer as generation,
        unit as source,
        place,
        null as key,
        null as field,
        reason_code as code,
        reason,
        original
    from rejected

    union all

    select
        'record', topic, "partition", "offset", generation, source, place, key, null, reason_code, reason, original
    from records
    where outcome = 'quarantined'

    union all

    select
        'field', topic, "partition", "offset", generation, source, place, key, problem.field, problem.code,
        case
            when contains(problem.reason, coalesce(problem.text, '')) then problem.reason
            else problem.reason || ': ' || problem.text
        end,
        original
    from problems

    union all

    select
        'record', 'raw-films', f."partition", f."offset", f.generation, f.source, f.place, f.key, null,
        'duplicate_film', 'another record gives the film ' || f.film_id, f.original
    from current_films as f
    inner join catalogue as c on f.film_id = c.film_id
    where f.key <> c.key

    union all

    select
        'field', 'raw-characters', e."partition", e."offset", e.generation, e.source, e.place, e.key,
        'media/' || a.media_id, 'film_not_in_catalogue',
        a.title || coalesce(' (' || a.year || ')', '') || case
            when a.candidates > 1 then ' is ' || a.candidates || ' films of the catalogue'
            else ' is not in the catalogue'
        end,
        e.original
    from resolved_entries as e
    inner join appearances as a on e.key = a.key
    where a.kind = 'film' and a.film_id is null

    union all

    select
        'field', 'raw-characters', "partition", "offset", generation, source, place, key,
        'media', 'no_medium', 'the entry stands in no film, game, series or short', original
    from resolved_entries
    where len(media) = 0

    union all

    select
        'field', 'raw-characters', "partition", "offset", generation, source, place, key,
        'franchise', 'no_franchise', 'nothing says which franchise the character belongs to', original
    from resolved_entries
    where kind = 'character' and franchise_id is null

    union all

    select distinct
        'field', 'raw-characters', e."partition", e."offset", e.generation, e.source, e.place, e.key,
        'credits/' || c.media_id, 'ensemble_outside_film', 'an ensemble''s credit outside a film has no table',
        e.original
    from resolved_entries as e
    inner join resolved_credits as c on e.key = c.key
    where c.kind <> 'film' and (c.entry_kind = 'ensemble' or c.talent_id is null)

    union all

    select
        'field', 'raw-boxoffice', "partition", "offset", generation, source, place, key,
        'film_id', 'film_not_in_catalogue', film_id || ' is not in the catalogue',
        encode(format(
            '{{"film_id":"{}","date":"{}","state":"{}","gross_cents":{},"basis":"{}"}}',
            film_id, date, state, gross_cents, basis
        ))
    from current_boxoffice
    where film_id not in (select film_id from films)
),

former_rows as (
    select
        'field' as scope, topic, "partition", "offset", generation, source, place, key, problem.field,
        problem.code,
        case
            when contains(problem.reason, coalesce(problem.text, '')) then problem.reason
            else problem.reason || ': ' || problem.text
        end as reason,
        original
    from former_problems

    union all

    select
        'record', topic, "partition", "offset", generation, source, place, key, null, 'duplicate_film',
        'another record gives the film ' || film_id, original
    from former
    where topic = 'raw-films'

    union all

    select
        'field', 'raw-characters', c."partition", c."offset", c.generation, c.source, c.place, c.key,
        'media/' || m.media_id, 'film_not_in_catalogue',
        m.title || coalesce(' (' || m.year || ')', '') || ' is not in the catalogue', c.original
    from (select *, unnest(media) as m from staged_characters where outcome = 'staged') as c
    where m.kind = 'film'

    union all

    select
        'field', 'raw-boxoffice', "partition", "offset", generation, source, place, key, 'film_id',
        'film_not_in_catalogue', film_id || ' is not in the catalogue',
        encode(format(
            '{{"film_id":"{}","date":"{}","state":"{}","gross_cents":{},"basis":"{}"}}',
            film_id, date, state, gross_cents, basis
        ))
    from staged_boxoffice
    where outcome = 'staged'
),

identified as (
    select
        md5(concat_ws(
            '|', scope, coalesce(topic, ''), coalesce("partition"::varchar, ''), coalesce("offset"::varchar, ''),
            coalesce(generation::varchar, ''), coalesce(source, ''),
            case when "offset" is not null then coalesce(place, '') end, coalesce(key, ''), coalesce(field, ''), code,
            case
                when "offset" is null
                    then
                        dense_rank() over (
                            partition by "offset", scope, topic, source, code, original
                            order by length(place), place
                        )::varchar
            end,
            case when "offset" is null then md5(original) end
        )) as quarantine_id,
        *
    from (
        select *, false as is_former from all_rows
        union all by name
        select *, true as is_former from former_rows
    )
)

select
    i.quarantine_id,
    scope,
    i.topic,
    i."partition",
    i."offset",
    i.generation,
    source,
    place,
    i.key,
    field,
    code,
    string_agg(distinct reason, '; ' order by reason) as reason,
    min(original) as original,
    case
        when any_value(p.outcome) = 'staged' or any_value(l.at) is not null then 'resolved'
        when any_value(d.decided_at) is not null then 'dropped'
        when any_value(p.at) is not null then 'replayed'
        else 'open'
    end as status,
    case
        when any_value(p.outcome) = 'staged' then any_value(p.sent)
        else coalesce(any_value(l.sent), any_value(d.decided_at), any_value(p.sent))
    end as resolved_at,
    case
        when any_value(p.outcome) = 'staged' then any_value(p.at)
        when any_value(l.at) is not null then any_value(l.at)
        when any_value(d.decided_at) is null then any_value(p.at)
    end as resolved_by,
    case
        when any_value(p.outcome) = 'staged' then null
        when any_value(l.at) is not null
            then case any_value(l.outcome)
                when 'staged' then 'a later record of its key was accepted' else 'its key was deleted later'
            end || coalesce('; dropped before: ' || any_value(d.why), '')
        else any_value(d.why)
    end as why
from identified as i
left join replays as p
    on
        i.quarantine_id = p.quarantine_id and i.topic = p.topic and p.nth = 1 and p.outcome <> 'tombstone'
        and p.published = (i."offset" is not null)
left join later as l
    on
        i.topic = l.topic and i.generation = l.generation and i."partition" = l."partition"
        and i."offset" = l."offset" and l.nth = 1
left join decisions as d on i.quarantine_id = d.quarantine_id
where not is_former or p.quarantine_id is not null
group by i.quarantine_id, scope, i.topic, i."partition", i."offset", i.generation, source, place, i.key, field, code
