-- The best first.
select unnest([
    'two_sources_agree', 'two_sources_agree_actor_spelling_differs', 'actor_in_film_confirmed_character_label_differs',
    'one_source', 'sources_conflict', 'own_knowledge_unverified', 'not_applicable', 'missing'
]) as confidence, unnest(range(8)) as place
