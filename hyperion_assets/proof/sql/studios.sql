select studio_id, studio_name as name, parent_company, active_from, active_to
from catalogue
group by studio_id, studio_name, parent_company, active_from, active_to
qualify row_number() over (
    partition by studio_id
    order by count(*) desc, name, parent_company nulls last, active_from nulls last, active_to nulls last
) = 1
