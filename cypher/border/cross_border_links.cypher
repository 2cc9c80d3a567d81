// +++
// title = "Links across a border"
// question = "Which accounts and phones deal with another country, and how often?"
// caution = "Migrants send money home and call their families: a border crossed is ordinary. Where a number or account is registered is not where its user is."
// identity = ["from_id", "to_id", "link_type"]
// explain = """
// MATCH (a:Entity {id: $row_from_id})-[r:PAID|CALLED|MESSAGED]->(b:Entity {id: $row_to_id})
// WHERE type(r) = $row_link_type AND ($since IS NULL OR r.at >= $since) AND ($until IS NULL OR r.at < $until)
// RETURN [r.link_id] AS links
// ORDER BY r.link_id
// LIMIT $paths
// """
//
// [params.countries]
// type = "list"
// help = "Only links that touch one of these countries (ISO codes)"
//
// [params.min_links]
// type = "int"
// default = 3
// least = 1
// help = "Fewest links between the two"
//
// [params.since]
// type = "instant"
// help = "Only from this moment on, UTC"
//
// [params.until]
// type = "instant"
// help = "Only before this moment, UTC"
//
// [params.most]
// type = "int"
// default = 1000
// least = 1
// most = 1000000
// help = "Most rows, the first in order"
//
// [returns]
// from_id = "Where the links start"
// from_country = "Its countries; none is one of the other's"
// to_id = "Where they end"
// to_country = "Its countries"
// link_type = "PAID, CALLED or MESSAGED"
// links = "How many"
// first_at = "First of them, UTC"
// last_at = "Last of them, UTC"
// +++
MATCH (a:Entity)-[r:PAID|CALLED|MESSAGED]->(b:Entity)
WHERE ($since IS NULL OR r.at >= $since) AND ($until IS NULL OR r.at < $until)
WITH a, b, type(r) AS link_type, count(r) AS links, min(r.at) AS first_at, max(r.at) AS last_at,
     collect(DISTINCT r.sources) AS sources
WHERE links >= $min_links
MATCH (a)-[:IN_JURISDICTION]->(ja:Jurisdiction)
WITH a, b, link_type, links, first_at, last_at, sources, collect(DISTINCT ja.country) AS from_country
MATCH (b)-[:IN_JURISDICTION]->(jb:Jurisdiction)
WITH a, b, link_type, links, first_at, last_at, sources, from_country, collect(DISTINCT jb.country) AS to_country
WHERE none(c IN from_country WHERE c IN to_country)
  AND ($countries IS NULL OR any(c IN from_country WHERE c IN $countries) OR any(c IN to_country WHERE c IN $countries))
RETURN a.id AS from_id, from_country, b.id AS to_id, to_country, link_type, links, first_at, last_at, sources
ORDER BY links DESC, from_id, to_id, link_type
LIMIT $most
