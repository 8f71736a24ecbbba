select
    x.character_id,
    c.name as character_name,
    x.film_id,
    f.title as film_title,
    f.release_year,
    p.talent_id,
    t.name as talent_name,
    p.variant,
    p.credit,
    c.franchise_id,
    r.name as franchise_name,
    coalesce(x.role, c.role) as role,
    c.species,
    c.gender,
    p.is_credited,
    p.confidence
from character_films as x
inner join characters as c on x.character_id = c.character_id
inner join films as f on x.film_id = f.film_id
inner join franchises as r on c.franchise_id = r.franchise_id
left join character_talent as p on x.character_id = p.character_id and x.film_id = p.film_id
left join talent as t on p.talent_id = t.talent_id
order by x.character_id, x.film_id, p.talent_id nulls first, p.variant nulls first, p.credit nulls first
