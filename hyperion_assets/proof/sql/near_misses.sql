-- Pairs that are alike and were not joined.
with lost_titles as (
    select
        a.title, a.year, a.match_key, a.loose_key, count(distinct a.key) as entries,
        min(e.source || '#' || e.place) as spot
    from appearances as a
    inner join resolved_entries as e on a.key = e.key
    where a.kind = 'film' and a.film_id is null
    group by a.title, a.year, a.match_key, a.loose_key
),

other_year as (
    select
        'film' as entity, c.film_id as entity_id, l.title || coalesce(' (' || l.year || ')', '') as other,
        'other_year' as rule,
        'the same title: a remake, a namesake or a wrong year; first in ' || l.spot as evidence, l.entries
    from lost_titles as l
    inner join catalogue as c on list_contains(c.match_keys, l.match_key)
),

titles as (
    select distinct film_id, release_year, match_keys, unnest(loose_keys) as film_key from catalogue
),

similar_title as (
    select
        'film' as entity, t.film_id as entity_id, l.title || ' (' || l.year || ')' as other, 'similar_title' as rule,
        'a few letters apart in about the same year; first in ' || l.spot as evidence, l.entries
    from lost_titles as l
    inner join titles as t
        on
            abs(t.release_year - l.year) <= 1
            and not list_contains(t.match_keys, l.match_key)
            and levenshtein(l.loose_key, t.film_key) <= case
                when least(len(l.loose_key), len(t.film_key)) >= 12 then 2
                when least(len(l.loose_key), len(t.film_key)) >= 6 then 1
                else 0
            end
            and regexp_replace(l.loose_key, '[^0-9]', '', 'g') = regexp_replace(t.film_key, '[^0-9]', '', 'g')
),

names as (
    select 'talent' as entity, '' as grouped, talent_id as id from talent
    union all
    select 'character', franchise_id, substr(character_id, len(franchise_id) + 3) from characters
),

words as (
    select *, string_split(id, '-') as parts from names
),

pairs as (
    select
        one.entity, one.grouped, one.id, other.id as other,
        case when one.entity = 'talent' then one.id else one.grouped || '--' || one.id end as entity_id,
        case when one.entity = 'talent' then other.id else other.grouped || '--' || other.id end as other_id,
        len(list_filter(one.parts, lambda x: not list_contains(other.parts, x))) = 0
        or len(list_filter(other.parts, lambda x: not list_contains(one.parts, x))) = 0 as part_of,
        len(one.parts) > 1 and len(other.parts) > 1 as two_words,
        levenshtein(one.id, other.id) <= case
            when least(len(one.id), len(other.id)) >= 12 then 2
            when least(len(one.id), len(other.id)) >= 6 then 1
            else 0
        end
        and regexp_replace(one.id, '[^0-9]', '', 'g') = regexp_replace(other.id, '[^0-9]', '', 'g') as alike
    from words as one
    inner join words as other
        on
            one.entity = other.entity and one.grouped = other.grouped and one.id < other.id
            and (one.parts[1] = other.parts[1] or one.parts[-1] = other.parts[-1])
),

alike_names as (
    select
        entity, entity_id, other_id as other,
        case when alike then 'few_letters_apart' else 'part_of_name' end as rule,
        case when alike then 'a few letters apart' else 'the longer name has all words of the other' end as evidence,
        0 as entries
    from pairs
    where alike or (entity = 'talent' and part_of and two_words)
),

voices as (
    select character_id, talent_id from character_talent
    union
    select character_id, talent_id from media_character_talent
),

one_voice as (
    select
        'character' as entity, p.entity_id, p.other_id as other, 'same_voice' as rule,
        'one name is part of the other, and both are performed by ' || min(one.talent_id) as evidence, 0 as entries
    from pairs as p
    inner join voices as one on p.entity_id = one.character_id
    inner join voices as other on p.other_id = other.character_id and one.talent_id = other.talent_id
    where p.entity = 'character' and p.part_of
    group by p.entity_id, p.other_id
),

every as (
    select * from other_year
    union all by name
    select * from similar_title
    union all by name
    select * from alike_names
    union all by name
    select * from one_voice
)

select 'candidate' as decision, * from every
