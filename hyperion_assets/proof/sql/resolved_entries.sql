-- Entries with the franchise and the key of the character.
with placed as (
    select e.key, unnest(e.media) as medium, unnest(range(len(e.media))) as at
    from current_characters as e
),

first_film as (
    select p.key, c.film_id, c.franchise_id, c.franchise_name
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
        f.film_id as first_film_id,
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
    d.* exclude (franchise),
    d.franchise.id as franchise_id,
    d.franchise.name as franchise_name,
    d.franchise.id || '--' || coalesce(in_film.id, in_franchise.id, a.stands_for_slug, d.name_slug) as character_id,
    case
        when coalesce(in_film.id, in_franchise.id) is not null then 'identity'
        when a.stands_for_slug is not null then 'alias'
    end as named_by,
    coalesce(in_film.why, in_franchise.why, a.why) as named_why,
    case when coalesce(in_film.id, in_franchise.id) is null then a.stands_for end as shown_name
from decided as d
left join reviewed_identities as in_film on d.name_slug = in_film.name_slug and d.first_film_id = in_film.context
left join reviewed_identities as in_franchise
    on d.name_slug = in_franchise.name_slug and d.franchise.id = in_franchise.context
left join reviewed_aliases as a on d.name_slug = a.name_slug and d.franchise.id = a.context
