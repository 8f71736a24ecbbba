with named as (
    select e.*, case when e.role is null then 99 else coalesce(o.place, 50) end as prominence
    from resolved_entries as e
    left join role_order as o on e.role = o.role
    where e.kind = 'character' and e.character_id is not null
),

names as (
    select character_id, name, franchise_id
    from (select character_id, coalesce(shown_name, name) as name, franchise_id from named)
    group by character_id, name, franchise_id
    qualify row_number() over (
        partition by character_id
        order by
            upper(name) = name and len(name) > 3, len(regexp_replace(name, '[^\p{L}]|[A-Za-z]', '', 'g')) desc,
            count(*) desc, name
    ) = 1
),

roles as (
    select character_id, role, role_source
    from named
    qualify row_number() over (
        partition by character_id order by prominence, role, role_source nulls last
    ) = 1
),

kinds as (
    select character_id, species, species_source, species_group
    from named
    group by character_id, species, species_source, species_group
    qualify row_number() over (
        partition by character_id
        order by species is null, count(*) desc, species nulls last, species_source nulls last, species_group nulls last
    ) = 1
),

genders as (
    select character_id, gender, gender_source
    from named
    group by character_id, gender, gender_source
    qualify row_number() over (
        partition by character_id order by gender is null, count(*) desc, gender nulls last, gender_source nulls last
    ) = 1
)

select
    n.character_id, n.name, r.role, k.species, k.species_group, g.gender, r.role_source, k.species_source,
    g.gender_source, n.franchise_id
from names as n
inner join roles as r on n.character_id = r.character_id
inner join kinds as k on n.character_id = k.character_id
inner join genders as g on n.character_id = g.character_id
