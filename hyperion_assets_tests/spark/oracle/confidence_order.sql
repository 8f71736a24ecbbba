select unnest([
    'two_sources_agree', 'two_sources_agree_actor_spelling_differs', 'one_source',
    'actor_in_film_confirmed_character_label_differs', 'own_knowledge_unverified', 'missing'
]) as confidence, unnest(range(6)) as place
