// +++
// title = "Accounts that money only passes through"
// question = "Which accounts pay on most of what they receive within a few days?"
// caution = "Salaries that go to rent and shops that pay suppliers look alike: read the payments before you name anybody."
// identity = ["account_id", "currency"]
// money = ["largest"]
// explain = """
// MATCH (a:Entity)-[p:PAID]->(account:BankAccount:Entity {id: $row_account_id})-[q:PAID]->(b:Entity)
// WHERE a.id <> account.id AND b.id <> account.id AND b.id <> a.id
//   AND p.currency = $row_currency AND q.currency = $row_currency
//   AND q.at_s >= p.at_s AND q.at_s - p.at_s <= $within_days * 86400
//   AND q.amount_minor <= p.amount_minor AND q.amount_minor >= $min_share * p.amount_minor
//   AND ($since IS NULL OR p.at >= $since) AND ($until IS NULL OR p.at < $until)
// RETURN [p.link_id, q.link_id] AS links
// ORDER BY p.link_id, q.link_id
// LIMIT $paths
// """
//
// [params.min_times]
// type = "int"
// default = 2
// least = 1
// help = "Fewest receipts that were paid on"
//
// [params.min_share]
// type = "float"
// default = 0.8
// least = 0
// most = 1
// help = "Smallest share of a receipt that one later payment carries on"
//
// [params.within_days]
// type = "int"
// default = 3
// least = 1
// help = "Longest wait, days"
//
// [params.since]
// type = "instant"
// help = "Only receipts from this moment on, UTC"
//
// [params.until]
// type = "instant"
// help = "Only receipts before this moment, UTC"
//
// [params.most]
// type = "int"
// default = 1000
// least = 1
// most = 1000000
// help = "Most rows, the first in order"
//
// [returns]
// account_id = "Account"
// currency = "Currency of both payments (ISO 4217)"
// times = "Receipts that were paid on, each by a payment of its own at most, count"
// from_accounts = "Distinct payers, count"
// to_accounts = "Distinct receivers, count"
// largest = "Largest receipt that was paid on"
// first_at = "First such receipt, UTC"
// last_at = "Last such receipt, UTC"
// +++
MATCH (a:Entity)-[p:PAID]->(account:BankAccount)-[q:PAID]->(b:Entity)
WHERE a.id <> account.id AND b.id <> account.id AND b.id <> a.id AND p.currency = q.currency
  AND q.at_s >= p.at_s AND q.at_s - p.at_s <= $within_days * 86400
  AND q.amount_minor <= p.amount_minor AND q.amount_minor >= $min_share * p.amount_minor
  AND ($since IS NULL OR p.at >= $since) AND ($until IS NULL OR p.at < $until)
WITH account, p.currency AS currency, count(DISTINCT p.link_id) AS receipts, count(DISTINCT q.link_id) AS onward, count(DISTINCT a) AS from_accounts,
     count(DISTINCT b) AS to_accounts, max(p.amount_minor) AS most, min(p.at) AS first_at,
     max(p.at) AS last_at, collect(DISTINCT p.sources) AS s1, collect(DISTINCT q.sources) AS s2
WITH account, currency, CASE WHEN receipts < onward THEN receipts ELSE onward END AS times,
     from_accounts, to_accounts, most, first_at, last_at, s1, s2
WHERE times >= $min_times
RETURN account.id AS account_id, currency, times, from_accounts, to_accounts,
       [[currency, most]] AS largest, first_at, last_at, [s1, s2] AS sources
ORDER BY times DESC, account_id, currency
LIMIT $most
