-- The 25 people who appear in most films, and how many characters they perform there.
with appearances as (
    select distinct talent_id, film_id, character_id
    from character_talent
)

select
    t.talent_id,
    t.name as talent_name,
    cast(count(distinct a.film_id) as integer) as films,
    cast(count(*) as integer) as performances,
    min(f.release_year) as first_year,
    max(f.release_year) as last_year
from appearances as a
inner join talent as t on a.talent_id = t.talent_id
inner join films as f on a.film_id = f.film_id
group by t.talent_id, t.name
order by films desc, performances desc, t.talent_id
limit 25
