select
    talent_id,
    talent_name,
    cast(count(*) as integer) as films,
    cast(sum(characters) as integer) as performances,
    min(release_year) as first_year,
    max(release_year) as last_year
from voice_actor_filmography
group by talent_id, talent_name
order by films desc, performances desc, talent_id
limit 25
