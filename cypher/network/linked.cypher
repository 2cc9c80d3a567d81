// +++
// title = "Everything within some steps"
// question = "Who and what is linked to this subject, directly or over others?"
// caution = "Each step weakens the tie: three steps from anybody reach most of a town. Distance is not involvement."
// identity = ["entity_id"]
// first = true
// explain = """
// MATCH p = allShortestPaths((s:Entity {id: $id})-[:$link_types*..4]-(e:Entity {id: $row_entity_id}))
// WITH [r IN relationships(p) | r.link_id] AS links
// RETURN links
// ORDER BY links
// LIMIT $paths
// """
//
// [params.id]
// type = "entity"
// required = true
// help = "Id of the subject"
//
// [params.depth]
// type = "int"
// default = 2
// least = 1
// most = 4
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
MATCH (s:Entity {id: $id})-[:$link_types*1..1]-(e:Entity)
WHERE e.id <> $id AND $depth >= 1
WITH DISTINCT e
RETURN e.id AS entity_id, [k IN labels(e) WHERE k <> 'Entity'][0] AS kind, e.caption AS caption, 1 AS steps,
       [e.sources] AS sources
ORDER BY entity_id
LIMIT $most
UNION ALL
MATCH (s:Entity {id: $id})-[:$link_types*1..2]-(e:Entity)
WHERE e.id <> $id AND $depth >= 2
WITH DISTINCT e
RETURN e.id AS entity_id, [k IN labels(e) WHERE k <> 'Entity'][0] AS kind, e.caption AS caption, 2 AS steps,
       [e.sources] AS sources
ORDER BY entity_id
LIMIT $most
UNION ALL
MATCH (s:Entity {id: $id})-[:$link_types*1..3]-(e:Entity)
WHERE e.id <> $id AND $depth >= 3
WITH DISTINCT e
RETURN e.id AS entity_id, [k IN labels(e) WHERE k <> 'Entity'][0] AS kind, e.caption AS caption, 3 AS steps,
       [e.sources] AS sources
ORDER BY entity_id
LIMIT $most
UNION ALL
MATCH (s:Entity {id: $id})-[:$link_types*1..4]-(e:Entity)
WHERE e.id <> $id AND $depth >= 4
WITH DISTINCT e
RETURN e.id AS entity_id, [k IN labels(e) WHERE k <> 'Entity'][0] AS kind, e.caption AS caption, 4 AS steps,
       [e.sources] AS sources
ORDER BY entity_id
LIMIT $most
