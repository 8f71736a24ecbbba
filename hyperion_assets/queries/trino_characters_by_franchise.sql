-- How many films, characters, leading characters and performers each franchise has, the largest first.
with of_films as (
    select franchise_id, cast(count(*) as integer) as films
    from films
    group by franchise_id
),

of_characters as (
    select
        franchise_id,
        cast(count(*) as integer) as characters,
        cast(
            sum(
                case
                    when role in ('protagonist', 'hero', 'antihero', 'deuteragonist', 'antagonist', 'villain')
                        then 1
                    else 0
                end
            ) as integer
        ) as leading_characters
    from characters
    group by franchise_id
),

performed as (
    select character_id, talent_id from character_talent
    union
    select character_id, talent_id from media_character_talent
),

of_talent as (
    select c.franchise_id, cast(count(distinct p.talent_id) as integer) as talent
    from performed as p
    inner join characters as c on p.character_id = c.character_id
    group by c.franchise_id
)

select
    f.franchise_id,
    f.name as franchise_name,
    coalesce(m.films, 0) as films,
    coalesce(c.characters, 0) as characters,
    coalesce(c.leading_characters, 0) as leading_characters,
    coalesce(t.talent, 0) as talent
from franchises as f
left join of_films as m on f.franchise_id = m.franchise_id
left join of_characters as c on f.franchise_id = c.franchise_id
left join of_talent as t on f.franchise_id = t.franchise_id
order by characters desc, f.franchise_id
