// +++
// title = "Known to two or more originators"
// question = "Which people, identifiers and accounts do several countries or organizations hold something on?"
// caution = "The same phone in two files may have changed hands. An agency's number stands in many files and says nothing about whoever gave it."
// identity = ["entity_id"]
// explain = "entities"
//
// [params.kinds]
// type = "list"
// help = "Only these kinds of entity"
//
// [params.min_originators]
// type = "int"
// default = 2
// least = 2
// help = "Fewest originators (countries or organizations)"
//
// [params.most]
// type = "int"
// default = 1000
// least = 1
// most = 1000000
// help = "Most rows, the first in order"
//
// [returns]
// entity_id = "What they all know"
// kind = "Its kind"
// caption = "What to call it"
// known_to = "Countries and organizations that say so"
// records = "Records that say so, count"
// +++
MATCH (e:Entity)
WHERE size(e.originators) >= $min_originators
  AND ($kinds IS NULL OR any(k IN labels(e) WHERE k IN $kinds))
UNWIND e.originators AS originator
WITH e, split(originator, '/')[0] AS country
WITH e, collect(DISTINCT country) AS known_to
WHERE size(known_to) >= $min_originators
RETURN e.id AS entity_id, [k IN labels(e) WHERE k <> 'Entity'][0] AS kind, e.caption AS caption,
       known_to, e.records AS records, [e.sources] AS sources
ORDER BY size(known_to) DESC, records DESC, entity_id
LIMIT $most
