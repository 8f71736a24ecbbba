-- Entries with the franchise and the key of the character.
with placed as (
    select e.key, unnest(e.media) as medium, unnest(range(len(e.media))) as at
    from current_characters as e
),

first_film as (
    select p.key, c.franchise_id, c.franchise_name
    from placed as p
    inner join appearances as a
        on
            p.key = a.key and p.medium.kind = a.kind and p.medium.match_key = a.match_key
            and p.medium.year = a.year and p.medium.title = a.title
    inner join catalogue as c on a.film_id = c.film_id
    qualify row_number() over (partition by p.key order by p.at) = 1
),

decided as (
    select
        e.* exclude (franchise_id, franchise_name),
        e.franchise_id as file_franchise_id,
        e.franchise_name as file_franchise_name,
        case
            when e.origin_franchise_id is not null
                then { 'id': e.origin_franchise_id, 'name': e.origin_franchise_name }
            when f.franchise_id is not null then { 'id': f.franchise_id, 'name': f.franchise_name }
            when e.franchise_id is not null then { 'id': e.franchise_id, 'name': e.franchise_name }
            when e.media[1].year is null then { 'id': e.media[1].media_id, 'name': e.media[1].title }
            else {
                'id': left(e.media[1].media_id, -1 - len(e.media[1].year::varchar)), 'name': e.media[1].title
            }
        end as franchise
    from current_characters as e
    left join first_film as f on e.key = f.key
)

select
    *,
    franchise.id as franchise_id,
    franchise.name as franchise_name,
    franchise.id || '--' || name_slug as character_id
from decided
