//! The diary by days: rows that count exactly the entries of their times, in any zone, whatever the clocks do.

use chrono::{DateTime, Duration, Utc};
use serde_json::{Value, json};
use tests::{House, Person, Visitor};

async fn days(house: &House, visitor: &Visitor, question: &str) -> Vec<Value> {
    house.settle().await;
    visitor.get(format!("/api/history/days?{question}")).await.expect(200).items()
}

fn times(day: &Value) -> String {
    let time = |name: &str| day[name].as_str().expect("a time").to_owned();
    format!("&from={}&until={}", time("from"), time("to"))
}

/// What the diary itself finds between the times of a day.
async fn counted(house: &House, visitor: &Visitor, day: &Value, filter: &str) -> Value {
    let found = super::entries(house, visitor, &format!("{}&{filter}", times(day))).await;
    let of = |severity: &str| found.iter().filter(|entry| entry["severity"] == severity).count();
    json!({ "day": day["day"], "from": day["from"], "to": day["to"], "entries": found.len(),
        "warnings": of("warning"), "criticals": of("critical") })
}

/// A house in Berlin in which something happens every five hours, over the night the clocks are set forward.
async fn over_the_change_of_clocks() -> (House, Visitor, Visitor) {
    let (house, admin, _) = House::founded().await;
    let bob = house.account(&admin, "Bob", "member").await;
    admin.patch("/api/household/settings", json!({ "time_zone": "Europe/Berlin" })).await.expect(200);
    house.advance(Duration::days(26));
    for number in 0..12 {
        house.advance(Duration::hours(5));
        let name = json!({ "name": format!("House {number}") });
        comes_in(&house, "Ada").await.patch("/api/household/settings", name).await.expect(200);
        if number % 6 == 0 {
            house.visitor().ask_code(&bob.email, "not the word at all").await;
        }
    }
    let (admin, bobs) = (comes_in(&house, "Ada").await, comes_in(&house, "Bob").await);
    (house, admin, bobs)
}

/// A session ends when nobody is there for a while.
async fn comes_in(house: &House, name: &str) -> Visitor {
    let visitor = house.visitor();
    visitor.log_in(house.tray(), &Person::named(name)).await;
    visitor
}

#[tokio::test]
async fn every_day_counts_the_entries_of_its_own_times() {
    let (house, admin, bobs) = over_the_change_of_clocks().await;
    for visitor in [&admin, &bobs] {
        for filter in ["context=household", "severity=warning", "text=named", "kind=identity.logged_in.v2", "limit=200"]
        {
            let question = if filter.starts_with("limit") { "" } else { filter };
            for zone in ["", "&time_zone=Asia/Kathmandu", "&time_zone=America/New_York"] {
                let days = days(&house, visitor, &format!("{question}{zone}")).await;
                assert_eq!(days.len(), 31);
                for day in &days {
                    assert_eq!(*day, counted(&house, visitor, day, question).await, "{filter} {zone}");
                }
            }
        }
    }
    let (all, own) = (days(&house, &admin, "").await, days(&house, &bobs, "").await);
    let sum = |days: &[Value]| days.iter().filter_map(|day| day["entries"].as_u64()).sum::<u64>();
    assert!(sum(&own) > 0 && sum(&own) < sum(&all), "people below admin have their own counted");
    house.close().await;
}

#[tokio::test]
async fn days_are_those_of_the_house_and_the_newest_comes_first() {
    let (house, admin, _) = over_the_change_of_clocks().await;
    let answer = admin.get("/api/history/days").await.expect(200).json();
    assert_eq!(answer["time_zone"], "Europe/Berlin");
    let days = answer["items"].as_array().expect("days");
    let today = (house.now() + Duration::hours(2)).format("%Y-%m-%d").to_string();
    assert_eq!((days.len(), days[0]["day"].as_str()), (31, Some(today.as_str())));
    let time = |day: &Value, name: &str| day[name].as_str().expect("a time").parse::<DateTime<Utc>>().expect("a time");
    for (day, before) in days.iter().zip(&days[1..]) {
        assert_eq!(day["from"], before["to"]);
    }
    let short: Vec<_> = days.iter().filter(|day| time(day, "to") - time(day, "from") != Duration::hours(24)).collect();
    assert_eq!(short.len(), 1);
    assert_eq!((&short[0]["day"], &short[0]["from"]), (&json!("2026-03-29"), &json!("2026-03-28T23:00:00Z")));
    assert_eq!(time(short[0], "to") - time(short[0], "from"), Duration::hours(23));
    house.close().await;
}

#[tokio::test]
async fn days_are_asked_for_from_one_time_to_another() {
    let (house, admin, _) = House::founded().await;
    house.settle().await;
    let asked = days(&house, &admin, "from=2026-02-27T12:00:00Z&until=2026-03-02T00:00:00Z").await;
    let dates: Vec<_> = asked.iter().map(|day| day["day"].as_str().expect("a date")).collect();
    assert_eq!(dates, ["2026-03-01", "2026-02-28", "2026-02-27"]);
    assert_eq!(asked[0]["entries"], house.head());
    assert_eq!(days(&house, &admin, "from=2026-03-02T00:00:00Z&until=2026-03-01T00:00:00Z").await, Vec::<Value>::new());
    house.close().await;
}

#[tokio::test]
async fn a_day_is_read_page_by_page_from_either_end() {
    let (house, admin, _) = House::founded().await;
    for number in 0..30 {
        if number == 15 {
            house.advance(Duration::minutes(10));
        }
        admin.patch("/api/household/settings", json!({ "name": format!("House {number}") })).await.expect(200);
    }
    let day = days(&house, &admin, "").await.remove(0);
    let first = super::entries(&house, &admin, "").await.pop().expect("an entry")["position"].as_u64();
    for (order, filter) in [("newest", ""), ("oldest", ""), ("oldest", "&context=household"), ("newest", "&text=named")]
    {
        let mut path = format!("/api/history/entries?limit=7&order={order}{}{filter}", times(&day));
        let mut positions = Vec::new();
        loop {
            let page = admin.get(&path).await.expect(200);
            positions.extend(page.items().iter().map(|it| it["position"].as_u64().expect("one")));
            let Some(link) = page.header("link") else { break };
            link.split(['<', '>']).nth(1).expect("an address").clone_into(&mut path);
        }
        if order == "newest" {
            positions.reverse();
        }
        let all = if filter.is_empty() { first.expect("one") } else { house.head() - 29 };
        assert_eq!(positions, (all..=house.head()).collect::<Vec<_>>(), "{order} {filter}");
    }
    house.close().await;
}

#[tokio::test]
async fn what_makes_no_sense_is_refused() {
    let (house, admin, _) = House::founded().await;
    for question in [
        "context=weather",
        "kind=identity.danced.v1",
        "severity=loud",
        "time_zone=Moon/Base",
        "time_zone=",
        "from=yesterday",
        "until=2026-13-01T00:00:00Z",
        "from=2001-01-01T00:00:00Z",
        "limit=5",
        "colour=red",
    ] {
        admin.get(format!("/api/history/days?{question}")).await.problem(400);
    }
    for question in ["order=random", "after=0", "after=x", "before=0", "command=bob"] {
        admin.get(format!("/api/history/entries?{question}")).await.problem(400);
    }
    assert_eq!(house.visitor().get("/api/history/days").await.problem(401), "not_logged_in");
    house.close().await;
}

#[tokio::test]
async fn the_ends_of_time_are_days_like_any_other() {
    let (house, admin, _) = House::founded().await;
    for moment in
        ["-262143-01-01T00:00:00Z", "%2B262142-12-31T23:59:59Z", "0000-01-01T00:00:00Z", "9999-12-31T23:59:59Z"]
    {
        for question in [format!("until={moment}"), format!("from={moment}&until={moment}")] {
            let answer = admin.get(format!("/api/history/days?time_zone=Pacific/Kiritimati&{question}")).await;
            assert!([200, 400].contains(&answer.status()), "{question}: {}", answer.text());
        }
    }
    house.close().await;
}
