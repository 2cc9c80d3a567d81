// +++
// title = "People joined by one identifier"
// question = "Which people use or hold the same phone, address, account, document or device?"
// caution = "Families, flats, employers and agencies share: one identifier in common is not one person, nor proof of knowing each other."
// identity = ["person_a", "person_b", "identifier"]
// shared = ["min_grade", "most"]
// explain = """
// MATCH (a:Entity {id: $row_person_a})-[ra:$link_types]->(i:Entity {id: $row_identifier})<-[rb:$link_types]-(b:Entity {id: $row_person_b})
// WHERE ($min_grade IS NULL OR ra.reliability IN $min_grade) AND ($min_grade IS NULL OR rb.reliability IN $min_grade)
// RETURN [ra.link_id, rb.link_id] AS links
// ORDER BY ra.link_id, rb.link_id
// LIMIT $paths
// """
//
// [params.max_holders]
// type = "int"
// default = 8
// least = 2
// help = "Leave out generic identifiers, which more people than this have in common"
//
// [params.link_types]
// type = "links"
// default = ["HOLDS", "USES", "LOCATED_AT"]
// inline = true
// help = "How people are tied to the identifier"
//
// [returns]
// person_a = "One person or organization"
// name_a = "What to call the first"
// person_b = "The other"
// name_b = "What to call the other"
// identifier = "What they have in common"
// identifier_kind = "Its kind"
// identifier_name = "What to call it"
// holders = "How many have it, count"
// +++
MATCH (x:Entity)-[r:$link_types]->(i:Entity)
WHERE (x:Person OR x:Organization) AND ($min_grade IS NULL OR r.reliability IN $min_grade)
WITH i, count(DISTINCT x) AS holders
WHERE holders >= 2 AND holders <= $max_holders
// Two steps: a way through a known middle is one that kglite begins at everybody.
MATCH (i)<-[ra:$link_types]-(a:Entity)
MATCH (i)<-[rb:$link_types]-(b:Entity)
WHERE ($min_grade IS NULL OR ra.reliability IN $min_grade) AND ($min_grade IS NULL OR rb.reliability IN $min_grade) AND a.id < b.id AND (a:Person OR a:Organization) AND (b:Person OR b:Organization)
WITH a, b, i, holders, collect(DISTINCT ra.sources) AS s1, collect(DISTINCT rb.sources) AS s2
RETURN a.id AS person_a, a.caption AS name_a, b.id AS person_b, b.caption AS name_b,
       i.id AS identifier, [k IN labels(i) WHERE k <> 'Entity'][0] AS identifier_kind,
       i.caption AS identifier_name, holders,
       [s1, s2, a.sources, b.sources, i.sources] AS sources
ORDER BY holders, identifier, person_a, person_b
LIMIT $most
