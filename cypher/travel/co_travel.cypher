// +++
// title = "People who travel together"
// question = "Which people were on the same trip, or on one booking, several times?"
// caution = "Families, crews, teams and tour groups travel together, and a full aeroplane joins strangers: one shared trip says nothing without a shared booking or payer."
// identity = ["person_a", "person_b"]
// shared = ["countries", "min_grade", "most"]
// explain = """
// MATCH (a:Person:Entity {id: $row_person_a})-[x:TRAVELLED_ON]->(t:Trip)<-[y:TRAVELLED_ON]-(b:Person:Entity {id: $row_person_b})
// WHERE ($since IS NULL OR t.departed >= $since) AND ($until IS NULL OR t.departed < $until)
//   AND (NOT $same_booking OR x.booking = y.booking)
//   AND ($min_grade IS NULL OR x.reliability IN $min_grade) AND ($min_grade IS NULL OR y.reliability IN $min_grade)
//   AND ($countries IS NULL OR t.origin_country IN $countries OR t.destination_country IN $countries)
// RETURN [x.link_id, y.link_id] AS links
// ORDER BY t.id, x.link_id, y.link_id
// LIMIT $paths
// """
//
// [params.min_trips]
// type = "int"
// default = 2
// least = 1
// help = "Fewest trips in common"
//
// [params.same_booking]
// type = "bool"
// default = false
// help = "Count only trips on one booking"
//
// [params.since]
// type = "instant"
// help = "Only departures from this moment on, UTC"
//
// [params.until]
// type = "instant"
// help = "Only departures before this moment, UTC"
//
// [returns]
// person_a = "One person"
// name_a = "What to call the first"
// person_b = "The other"
// name_b = "What to call the other"
// trips = "Trips in common, count"
// bookings = "Of these, on one booking, count"
// payers = "Accounts that paid for both, count"
// first_at = "First departure, UTC"
// last_at = "Last departure, UTC"
// +++
MATCH (a:Person)-[x:TRAVELLED_ON]->(t:Trip)<-[y:TRAVELLED_ON]-(b:Person)
WHERE a.id < b.id AND ($since IS NULL OR t.departed >= $since) AND ($until IS NULL OR t.departed < $until)
  AND (NOT $same_booking OR x.booking = y.booking)
  AND ($min_grade IS NULL OR x.reliability IN $min_grade) AND ($min_grade IS NULL OR y.reliability IN $min_grade)
  AND ($countries IS NULL OR t.origin_country IN $countries OR t.destination_country IN $countries)
WITH a, b, count(DISTINCT t) AS trips, sum(CASE WHEN x.booking = y.booking THEN 1 ELSE 0 END) AS bookings,
     count(DISTINCT CASE WHEN x.payer = y.payer THEN x.payer ELSE NULL END) AS payers,
     min(t.departed) AS first_at, max(t.departed) AS last_at,
     collect(DISTINCT x.sources) AS s1, collect(DISTINCT y.sources) AS s2, collect(DISTINCT t.sources) AS s3
WHERE trips >= $min_trips
RETURN a.id AS person_a, a.caption AS name_a, b.id AS person_b, b.caption AS name_b, trips, bookings,
       payers, first_at, last_at, [s1, s2, s3, a.sources, b.sources] AS sources
ORDER BY trips DESC, bookings DESC, person_a, person_b
LIMIT $most
