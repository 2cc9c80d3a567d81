// +++
// title = "What several subjects have in common"
// question = "Who or what is linked to two or more of these subjects?"
// caution = "Hubs (an agency's phone, a money service, a large employer) are linked to everybody: many links of their own make one in common say little."
// identity = ["entity_id"]
// shared = ["since", "until", "min_grade", "most"]
// explain = """
// MATCH (s:Entity)-[r:$link_types]-(c:Entity {id: $row_entity_id})
// WHERE s.id IN $row_subject_ids AND ($min_grade IS NULL OR r.reliability IN $min_grade)
//   AND ($since IS NULL OR r.at >= $since) AND ($until IS NULL OR r.at < $until)
// RETURN [r.link_id] AS links
// ORDER BY r.link_id
// LIMIT $paths
// """
//
// [params.ids]
// type = "entities"
// help = "Ids of the subjects, two or more"
//
// [params.min_subjects]
// type = "int"
// default = 2
// least = 1
// help = "Fewest subjects it is linked to"
//
// [params.link_types]
// type = "links"
// default = "ties"
// inline = true
// help = "Link types to follow"
//
// [returns]
// entity_id = "What they have in common"
// kind = "Its kind"
// caption = "What to call it"
// subjects = "How many of the subjects it is linked to"
// subject_ids = "Which ones"
// links = "Links between it and them, count"
// link_types_seen = "Their types"
// +++
MATCH (s:Entity)-[r:$link_types]-(c:Entity)
WHERE s.id IN $ids AND NOT c.id IN $ids AND ($min_grade IS NULL OR r.reliability IN $min_grade)
  AND ($since IS NULL OR r.at >= $since) AND ($until IS NULL OR r.at < $until)
WITH c, s.id AS subject, count(r) AS n, collect(DISTINCT type(r)) AS kinds, collect(DISTINCT r.sources) AS src
ORDER BY subject
WITH c, collect(subject) AS subject_ids, sum(n) AS links, collect(kinds) AS kinds, collect(src) AS sources
WHERE size(subject_ids) >= $min_subjects
RETURN c.id AS entity_id, [k IN labels(c) WHERE k <> 'Entity'][0] AS kind, c.caption AS caption,
       size(subject_ids) AS subjects, subject_ids, links,
       kinds AS link_types_seen, [sources, c.sources] AS sources
ORDER BY subjects DESC, links, entity_id
LIMIT $most
