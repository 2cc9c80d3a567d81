// +++
// title = "Find people and things"
// question = "What in the case goes by this name, number or part of one?"
// caution = "Names repeat and are spelt many ways: a hit is somebody of that name, not yet the one you mean."
// identity = ["entity_id"]
// explain = "entities"
//
// [params.words]
// type = "list"
// required = true
// help = "Parts of a romanised name in lower case, all of which must occur, in any order"
//
// [params.text]
// type = "text"
// required = true
// help = "The text as typed, in lower case"
//
// [params.number]
// type = "text"
// default = ""
// help = "Its letters and digits alone, for numbers; empty to leave numbers out"
//
// [params.most]
// type = "int"
// default = 50
// least = 1
// most = 10000
// help = "Most rows"
//
// [returns]
// entity_id = "What was found"
// kind = "Its kind"
// caption = "What to call it"
// names = "All its names"
// records = "Records that speak of it, count"
// +++
MATCH (e:Entity)
WHERE toLower(e.caption) CONTAINS $text OR toLower(e.id) = $text
   OR any(n IN e.names WHERE toLower(n) CONTAINS $text)
   OR any(n IN e.aliases WHERE toLower(n) CONTAINS $text)
   OR any(n IN e.native_ids WHERE toLower(n) CONTAINS $text)
   OR (size($words) > 0 AND any(n IN e.romanised WHERE all(w IN $words WHERE n CONTAINS w)))
   OR ($number <> '' AND toLower(e.id) CONTAINS $number)
RETURN e.id AS entity_id, [k IN labels(e) WHERE k <> 'Entity'][0] AS kind, e.caption AS caption,
       e.names AS names, e.records AS records, [e.sources] AS sources
ORDER BY records DESC, entity_id
LIMIT $most
