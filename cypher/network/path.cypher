// +++
// title = "Shortest paths between two subjects"
// question = "How are these two linked, over as few others as possible?"
// caution = "A path is a chain of separate facts, as strong as its weakest: it does not say that the two know of each other."
// identity = ["path"]
// explain = """
// MATCH p = allShortestPaths((a:Entity {id: $from})-[:$link_types*..$hops]-(b:Entity {id: $to}))
// WITH [n IN nodes(p) | n.id] AS path, [r IN relationships(p) | r.link_id] AS links
// WHERE path = $row_path
// RETURN links
// ORDER BY links
// LIMIT $paths
// """
//
// [params.from]
// type = "entity"
// required = true
// help = "Id of one subject"
//
// [params.to]
// type = "entity"
// required = true
// help = "Id of the other"
//
// [params.hops]
// type = "int"
// default = 4
// least = 1
// most = 8
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
// path = "Ids along the way, both ends included"
// captions = "What to call them"
// hops = "Steps"
// ways = "Chains of links along this way, count: parallel links count each"
// link_types_seen = "Types of the links along it"
// link_ids = "The links along it"
// +++
MATCH p = allShortestPaths((a:Entity {id: $from})-[:$link_types*..$hops]-(b:Entity {id: $to}))
WITH [n IN nodes(p) | n.id] AS path, [n IN nodes(p) | n.caption] AS captions, length(p) AS hops,
     [r IN relationships(p) | type(r)] AS types, [r IN relationships(p) | r.link_id] AS ids,
     [r IN relationships(p) | r.sources] AS s
WITH path, captions, hops, count(*) AS ways, collect(types) AS types, collect(ids) AS ids, collect(s) AS sources
RETURN path, captions, hops, ways, types AS link_types_seen, ids AS link_ids, sources
ORDER BY path
LIMIT $most
