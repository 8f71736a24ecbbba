with film_facts as (
    unpivot (
        select
            film_id, key, source || '#' || place as spot,
            row_number() over (
                partition by film_id order by key <> film_id, generation desc, "offset" desc, "partition" desc
            ) as rank,
            release_date_confidence, runtime_confidence, mpaa_confidence, budget_confidence,
            domestic_gross_confidence, worldwide_gross_confidence, animation_type_confidence, release_type_confidence,
            release_date::varchar as release_date,
            runtime_min::varchar as runtime_min,
            mpaa_rating,
            budget_cents::varchar as budget_cents,
            domestic_gross_cents::varchar as domestic_gross_cents,
            worldwide_gross_cents::varchar as worldwide_gross_cents,
            animation_type,
            release_type,
            domestic_original_run_cents::varchar as domestic_original_run_cents
        from current_films
    )
    on release_date, runtime_min, mpaa_rating, budget_cents, domestic_gross_cents, worldwide_gross_cents,
    animation_type, release_type, domestic_original_run_cents
    into name field value value
),

graded_facts as (
    select
        film_id, key, spot, rank, field, value,
        case when field = 'domestic_original_run_cents' then 0 else coalesce(list_position(
            [
                'two_sources_agree', 'one_source', 'sources_conflict', 'own_knowledge_unverified', 'not_applicable',
                'missing'
            ],
            case field
                when 'release_date' then release_date_confidence
                when 'runtime_min' then runtime_confidence
                when 'mpaa_rating' then mpaa_confidence
                when 'budget_cents' then budget_confidence
                when 'domestic_gross_cents' then domestic_gross_confidence
                when 'worldwide_gross_cents' then worldwide_gross_confidence
                when 'animation_type' then animation_type_confidence
                when 'release_type' then release_type_confidence
            end
        ), 7) end as grade
    from film_facts
),

kept_facts as (
    select *
    from graded_facts
    qualify row_number() over (partition by film_id, field order by grade, rank) = 1
),

lost_facts as (
    select
        'film' as entity, l.film_id as entity_id, '' as context, l.field, k.value, k.spot as source,
        l.value as other_value, l.spot as other_source,
        case
            when k.grade < l.grade then 'better_confidence'
            when k.key = k.film_id and l.key <> l.film_id then 'own_key'
            else 'newest'
        end as rule
    from graded_facts as l
    inner join kept_facts as k on l.film_id = k.film_id and l.field = k.field and l.value <> k.value
    qualify row_number() over (partition by l.film_id, l.field, l.value order by l.grade, l.rank) = 1
),

kinds as (
    select character_id, 'species' as field, species as value, species_source as word, source || '#' || place as spot
    from resolved_entries
    where kind = 'character' and character_id is not null and species is not null
    union all
    select character_id, 'gender', gender, gender_source, source || '#' || place
    from resolved_entries
    where kind = 'character' and character_id is not null and gender is not null
),

counted_kinds as (
    select character_id, field, value, word, count(*) as times, min(spot) as spot
    from kinds
    group by character_id, field, value, word
),

kept_kinds as (
    select *
    from counted_kinds
    qualify row_number() over (
        partition by character_id, field order by times desc, value, word nulls last
    ) = 1
),

lost_kinds as (
    select
        'character' as entity, l.character_id as entity_id, '' as context, l.field, k.value, k.spot as source,
        l.value as other_value, min(l.spot) as other_source, 'most_frequent' as rule
    from counted_kinds as l
    inner join kept_kinds as k on l.character_id = k.character_id and l.field = k.field and l.value <> k.value
    group by l.character_id, l.field, k.value, k.spot, l.value
),

roles as (
    select e.character_id, a.film_id, e.role, e.source || '#' || e.place as spot, coalesce(o.place, 50) as prominence
    from resolved_entries as e
    inner join appearances as a on e.key = a.key
    left join role_order as o on e.role = o.role
    where
        e.kind = 'character' and e.character_id is not null and e.role is not null and a.kind = 'film'
        and a.film_id is not null
),

kept_roles as (
    select *
    from roles
    qualify row_number() over (partition by character_id, film_id order by prominence, role, spot) = 1
),

lost_roles as (
    select
        'character' as entity, l.character_id as entity_id, l.film_id as context, 'role' as field, k.role as value,
        k.spot as source, l.role as other_value, min(l.spot) as other_source, 'most_prominent' as rule
    from roles as l
    inner join kept_roles as k on l.character_id = k.character_id and l.film_id = k.film_id and l.role <> k.role
    group by l.character_id, l.film_id, k.role, k.spot, l.role
),

lost_casts as (
    select
        'character' as entity, character_id as entity_id, film_id as context,
        trim(credit || ' ' || variant) as field,
        array_to_string(kept_talents, '; ') as value,
        kept_source || '#' || kept_place as source,
        array_to_string(talents, '; ') as other_value,
        source || '#' || place as other_source,
        case
            when kept_span < span then 'fewer_media'
            when kept_grade < grade then 'better_confidence'
            else 'newest'
        end as rule
    from casts
    where not stands
    qualify row_number() over (
        partition by character_id, film_id, field, other_value order by other_source, rule
    ) = 1
),

all_rows as (
    select * from lost_facts
    union all by name
    select * from lost_kinds
    union all by name
    select * from lost_roles
    union all by name
    select * from lost_casts
)

select
    md5(concat_ws('|', entity, entity_id, context, field, other_value)) as conflict_id,
    entity, entity_id, context, field, value, source, other_value, other_source, rule
from all_rows
