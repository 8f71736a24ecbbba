with named as (
    select credit.talent_id, credit.talent_name as name
    from (select unnest(credits) as credit from current_characters)
)

select talent_id, name
from named
where talent_id is not null
group by talent_id, name
qualify row_number() over (
    partition by talent_id
    order by
        name is null, upper(name) = name and len(name) > 3,
        len(regexp_replace(name, '[^\p{L}]|[A-Za-z]', '', 'g')) desc, count(*) desc, name
) = 1
