with records as (
    select 'raw-films' as topic, * from (
        select outcome, reason_code, reason, "partition", "offset", generation, source, place, key, original
        from staged_films
    )
    union all
    select
        'raw-characters', outcome, reason_code, reason, "partition", "offset", generation, source, place, key, original
    from staged_characters
    union all
    select
        'raw-boxoffice', outcome, reason_code, reason, "partition", "offset", generation, source, place, key, original
    from staged_boxoffice
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
    from entries as e
    inner join appearances as a on e.key = a.key
    where a.kind = 'film' and a.film_id is null

    union all

    select
        'field', 'raw-characters', "partition", "offset", generation, source, place, key,
        'media', 'no_medium', 'the entry stands in no film, game, series or short', original
    from entries
    where len(media) = 0

    union all

    select
        'field', 'raw-characters', "partition", "offset", generation, source, place, key,
        'franchise', 'no_franchise', 'nothing says which franchise the character belongs to', original
    from entries
    where kind = 'character' and franchise_id is null

    union all

    select distinct
        'field', 'raw-characters', e."partition", e."offset", e.generation, e.source, e.place, e.key,
        'credits/' || c.media_id, 'ensemble_outside_film', 'an ensemble''s credit outside a film has no table',
        e.original
    from entries as e
    inner join credited as c on e.key = c.key
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
)

select
    md5(concat_ws(
        '|', scope, coalesce(topic, ''), coalesce("partition"::varchar, ''), coalesce("offset"::varchar, ''),
        coalesce(generation::varchar, ''), coalesce(source, ''), coalesce(place, ''), coalesce(key, ''),
        coalesce(field, ''), code
    )) as quarantine_id,
    scope,
    topic,
    "partition",
    "offset",
    generation,
    source,
    place,
    key,
    field,
    code,
    string_agg(distinct reason, '; ' order by reason) as reason,
    min(original) as original
from all_rows
group by scope, topic, "partition", "offset", generation, source, place, key, field, code
