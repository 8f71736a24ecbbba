with performed as (
    select character_id, talent_id from character_talent
    union
    select character_id, talent_id from media_character_talent
)

select
    f.franchise_id,
    f.name as franchise_name,
    (select count(*) from films as x where x.franchise_id = f.franchise_id)::integer as films,
    (select count(*) from characters as x where x.franchise_id = f.franchise_id)::integer as characters,
    (
        select count(*) from characters as x
        where
            x.franchise_id = f.franchise_id
            and x.role in ('protagonist', 'hero', 'antihero', 'deuteragonist', 'antagonist', 'villain')
    )::integer as leading_characters,
    (
        select count(distinct p.talent_id)
        from performed as p
        inner join characters as x on p.character_id = x.character_id
        where x.franchise_id = f.franchise_id
    )::integer as talent
from franchises as f
