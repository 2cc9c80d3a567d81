// +++
// title = "Everything within some steps"
// question = "Who and what is linked to this subject, directly or over others?"
// caution = "Each step weakens the tie: three steps from anybody reach most of a town. Distance is not involvement."
// identity = ["entity_id"]
//
// [params.id]
// type = "text"
// required = true
// help = "Id of the subject"
//
// [params.depth]
// type = "int"
// default = 2
// least = 1
// most = 4
// inline = true
// help = "Most steps"
//
// [params.link_types]
// type = "links"
// default = "ties"
// inline = true
// help = "Link types to follow"
//
// [params.most]
// type = "int"
// default = 1000
// least = 1
// most = 1000000
// help = "Most rows, the first in order"
//
// [returns]
// entity_id = "What was reached"
// kind = "Its kind"
// caption = "What to call it"
// steps = "Fewest steps to it"
// +++
MATCH path = (s:Entity {id: $id})-[:$link_types*1..$depth]-(e:Entity)
WHERE e.id <> $id
WITH e, min(length(path)) AS steps
RETURN e.id AS entity_id, [k IN labels(e) WHERE k <> 'Entity'][0] AS kind, e.caption AS caption, steps,
       [e.sources] AS sources
ORDER BY steps, entity_id
LIMIT $most
