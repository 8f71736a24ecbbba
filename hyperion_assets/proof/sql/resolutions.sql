with film_titles as (
    select
        'joined' as decision, 'film' as entity, a.film_id as entity_id, a.title || ' (' || a.year || ')' as other,
        a.match_rule as rule, 'first in ' || min(e.source || '#' || e.place) as evidence,
        count(distinct a.key) as entries
    from appearances as a
    inner join resolved_entries as e on a.key = e.key
    inner join catalogue as c on a.film_id = c.film_id and (a.title <> c.title or a.year <> c.release_year)
    where a.kind = 'film'
    group by a.film_id, a.title, a.year, a.match_rule
),

film_records as (
    select
        'joined' as decision, 'film' as entity, f.film_id as entity_id, f.key as other, 'same_film' as rule,
        'its title and year give the same key as ' || c.key || '; first in ' || f.source || '#' || f.place as evidence,
        1 as entries
    from current_films as f
    inner join catalogue as c on f.film_id = c.film_id and f.key <> c.key
),

film_keys as (
    select distinct film_id, release_year, unnest(match_keys) as match_key from catalogue
),

remakes as (
    select
        'parted' as decision, 'film' as entity, one.film_id as entity_id, other.film_id as other, 'other_year' as rule,
        'both may be called ' || one.match_key || '; the year parts them' as evidence, 0 as entries
    from film_keys as one
    inner join film_keys as other
        on one.match_key = other.match_key and one.film_id <> other.film_id and one.release_year <> other.release_year
),

named as (
    select e.*, e.source || '#' || e.place as spot, c.name as shown
    from resolved_entries as e
    inner join characters as c on e.character_id = c.character_id
    where e.kind = 'character'
),

character_names as (
    select
        case when named_by = 'identity' then 'parted' else 'joined' end as decision,
        'character' as entity,
        character_id as entity_id,
        case when named_by = 'identity' then franchise_id || '--' || name_slug else name end as other,
        coalesce(named_by, 'same_key') as rule,
        concat_ws('; ', named_why, 'first in ' || min(spot)) as evidence,
        count(distinct key) as entries
    from named
    where name <> shown or named_by = 'identity'
    group by character_id, name, named_by, named_why, franchise_id, name_slug
),

character_variants as (
    select
        'joined' as decision, 'character' as entity, character_id as entity_id, variant as other,
        'source_variant' as rule, 'first in ' || min(spot) as evidence, count(distinct key) as entries
    from (select character_id, shown, spot, key, unnest(name_variants) as variant from named)
    where variant <> shown
    group by character_id, variant
),

origins as (
    select
        'joined' as decision, 'character' as entity, character_id as entity_id, file_franchise_name as other,
        'origin_franchise' as rule, 'first in ' || min(spot) as evidence, count(distinct key) as entries
    from named
    where origin_franchise_id <> file_franchise_id and file_franchise_name <> ''
    group by character_id, file_franchise_name
),

names as (
    select *, substr(character_id, len(franchise_id) + 3) as bare from characters
),

namesakes as (
    select
        'parted' as decision, 'character' as entity, one.character_id as entity_id,
        min(other.character_id) filter (where other.character_id <> one.character_id) as other,
        'other_franchise' as rule,
        'the name stands in ' || count(distinct other.franchise_id) || ' franchises, and no origin joins them'
            as evidence,
        0 as entries
    from names as one
    inner join names as other on one.bare = other.bare
    group by one.character_id
    having count(distinct other.franchise_id) > 1
),

credit_names as (
    select c.*, t.name as shown
    from (
        select
            key, source || '#' || place as spot, credit.talent_id, credit.spelled, credit.named_by, credit.named_why
        from (select key, source, place, unnest(credits) as credit from current_characters)
    ) as c
    inner join talent as t on c.talent_id = t.talent_id
),

talent_names as (
    select
        case when named_by = 'identity' then 'parted' else 'joined' end as decision,
        'talent' as entity, talent_id as entity_id, spelled as other, coalesce(named_by, 'same_key') as rule,
        concat_ws('; ', named_why, 'first in ' || min(spot)) as evidence, count(distinct key) as entries
    from credit_names
    where spelled <> shown or named_by = 'identity'
    group by talent_id, spelled, named_by, named_why
),

single as (
    select key, source || '#' || place as spot, talent_variants, list_distinct(credits.talent_id) as ids
    from (
        select key, source, place, talent_variants, { 'talent_id': list_transform(credits, lambda x: x.talent_id) }
            as credits
        from current_characters
    )
    where len(list_distinct(credits.talent_id)) = 1
),

talent_variants as (
    select
        'joined' as decision, 'talent' as entity, t.talent_id as entity_id, s.variant as other,
        'source_variant' as rule, 'first in ' || min(s.spot) as evidence, count(distinct s.key) as entries
    from (select key, spot, ids[1] as talent_id, unnest(talent_variants) as variant from single) as s
    inner join talent as t on s.talent_id = t.talent_id and s.variant <> t.name
    group by t.talent_id, s.variant
),

other_names as (
    select
        'franchise' as entity, 'films' as told_by, franchise_id as entity_id, franchise_name as name, key,
        source || '#' || place as spot
    from current_films
    union all
    select 'franchise', 'characters', franchise_id, franchise_name, key, source || '#' || place
    from resolved_entries
    where kind = 'character' and character_id is not null
    union all
    select 'studio', 'films', studio_id, studio_name, key, source || '#' || place
    from current_films
),

shown_names as (
    select 'franchise' as entity, franchise_id as entity_id, name as shown from franchises
    union all
    select 'studio', studio_id, name from studios
),

spelled as (
    select
        'joined' as decision, n.entity, n.entity_id, n.name as other, 'same_key' as rule,
        'first in ' || min(n.spot) as evidence, count(distinct n.key) as entries
    from other_names as n
    inner join shown_names as s on n.entity = s.entity and n.entity_id = s.entity_id and n.name <> s.shown
    group by n.entity, n.entity_id, n.name, n.told_by
),

every as (
    select * from film_titles
    union all by name
    select * from film_records
    union all by name
    select * from remakes
    union all by name
    select * from character_names
    union all by name
    select * from character_variants
    union all by name
    select * from origins
    union all by name
    select * from namesakes
    union all by name
    select * from talent_names
    union all by name
    select * from talent_variants
    union all by name
    select * from spelled
    union all by name
    select * from near_misses
)

select
    md5(concat_ws('|', decision, entity, entity_id, other, rule)) as resolution_id,
    decision, entity, entity_id, other, rule,
    string_agg(distinct evidence, '; ' order by evidence) as evidence,
    max(entries)::integer as entries
from every
group by decision, entity, entity_id, other, rule
