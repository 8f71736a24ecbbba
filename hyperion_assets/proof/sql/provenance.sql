-- The records behind every row, one query a table; a record stands behind a row if the row's key follows from it.
with of_films as (
    select 'films' as table_name, film_id as row_key, key from current_films
    union
    select 'studios', studio_id, key from catalogue
    union
    select 'franchises', franchise_id, key from catalogue
),

chosen as (
    select media_id, franchise_id
    from named_media
    group by media_id, franchise_id, franchise_name
    qualify row_number() over (
        partition by media_id order by count(*) desc, franchise_id, franchise_name nulls last
    ) = 1
),

named as (
    select * from resolved_entries where kind = 'character' and character_id is not null
),

of_characters as (
    select 'characters' as table_name, character_id as row_key, key from named
    union
    select 'franchises', franchise_id, key from named
    union
    select 'franchises', c.franchise_id, a.key
    from appearances as a
    inner join chosen as c on a.media_id = c.media_id
    where a.kind <> 'film'
    union
    select 'talent', credit.talent_id, key
    from (select key, unnest(credits) as credit from current_characters)
    where credit.talent_id is not null
    union
    select 'character_films', n.character_id || '|' || a.film_id, n.key
    from named as n
    inner join appearances as a on n.key = a.key
    where a.film_id is not null
    union
    select 'media', media_id, key from appearances where kind <> 'film'
    union
    select 'media_characters', n.character_id || '|' || a.media_id, n.key
    from named as n
    inner join appearances as a on n.key = a.key
    where a.kind <> 'film'
    union
    select
        'character_talent',
        c.character_id || '|' || c.talent_id || '|' || c.film_id || '|' || c.variant || '|' || c.credit,
        c.key
    from resolved_credits as c
    inner join casts as l
        on
            c.character_id = l.character_id and c.film_id = l.film_id and c.variant = l.variant
            and c.credit = l.credit and c.source = l.source
    where c.entry_kind = 'character' and c.talent_id is not null and l.stands
    union
    select
        'media_character_talent',
        character_id || '|' || talent_id || '|' || media_id || '|' || variant || '|' || credit,
        key
    from resolved_credits
    where entry_kind = 'character' and character_id is not null and talent_id is not null and kind <> 'film'
    union
    select 'ensemble_credits', film_id || '--' || coalesce(talent_id, 'unnamed') || '--' || label_slug, key
    from resolved_credits
    where film_id is not null and (entry_kind = 'ensemble' or talent_id is null)
    union
    select 'ensemble_credits', a.film_id || '--unnamed--' || e.name_slug, e.key
    from resolved_entries as e
    inner join appearances as a on e.key = a.key
    where e.kind = 'ensemble' and len(e.credits) = 0 and a.film_id is not null
)

select
    f.table_name, f.row_key, 'raw-films' as topic, r.generation, r.partition, r.offset, r.source, r.place, r.key
from of_films as f
inner join current_films as r on f.key = r.key
union all
select
    c.table_name, c.row_key, 'raw-characters' as topic, r.generation, r.partition, r.offset, r.source, r.place, r.key
from of_characters as c
inner join current_characters as r on c.key = r.key
