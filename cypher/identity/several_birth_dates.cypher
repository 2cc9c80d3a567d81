// +++
// title = "People of whom files differ"
// question = "Of which people do files give birth dates that cannot all be right, or several nationalities?"
// caution = "Clerks mistype, calendars differ, and many people have two nationalities or know their birth year only: differing files are no proof of deceit. Where records were joined, two people may have been taken for one: look at what joined them first."
// identity = ["person_id"]
// shared = ["countries", "min_grade", "most"]
// explain = "entities"
//
// [params.min_nationalities]
// type = "int"
// default = 2
// least = 2
// help = "Fewest nationalities that count as differing, count"
//
// [params.birth_dates_only]
// type = "bool"
// default = false
// help = "Leave out those of whom only nationalities differ"
//
// [returns]
// person_id = "Person"
// name = "What to call the person"
// differ = "What differs: birth dates, nationalities"
// birth_dates = "Birth dates; one that only says less than another (1990 and 1990-05) does not differ from it"
// nationalities = "Nationalities (ISO codes)"
// documents = "Documents that the person is said to hold"
// records = "Records that speak of the person, count"
// +++
MATCH (p:Person:Entity)
WHERE size(p.birth_dates) > 1 OR size(p.nationalities) >= $min_nationalities
WITH p, p.birth_dates AS dates, p.nationalities AS nations
WITH p, dates, nations,
     CASE WHEN dates IS NULL THEN false
          ELSE any(a IN dates WHERE any(b IN dates WHERE NOT a STARTS WITH b AND NOT b STARTS WITH a)) END AS born,
     CASE WHEN nations IS NULL THEN false ELSE size(nations) >= $min_nationalities END AS citizen
WHERE (born OR (citizen AND NOT $birth_dates_only))
  AND ($countries IS NULL OR any(c IN nations WHERE c IN $countries))
OPTIONAL MATCH (p)-[r:HOLDS]->(d:IdentityDocument)
WHERE $min_grade IS NULL OR r.reliability IN $min_grade
WITH p, dates, nations, born, citizen, collect(DISTINCT d.id) AS documents, collect(DISTINCT r.sources) AS s
RETURN p.id AS person_id, p.caption AS name,
       CASE WHEN born AND citizen THEN ['birth dates', 'nationalities']
            WHEN born THEN ['birth dates'] ELSE ['nationalities'] END AS differ,
       dates AS birth_dates, nations AS nationalities, documents, p.records AS records, [p.sources, s] AS sources
ORDER BY records DESC, person_id
LIMIT $most
