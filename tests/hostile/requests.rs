//! Every operation, asked in every wrong way that can be made from its description.

use serde_json::{Map, Value, json};
use tests::{Answer, Asking, House, Visitor};

use crate::document::{Operation, described};

/// It must be refused with a problem, and nothing may have changed.
fn refused(house: &House, what: &str, answer: &Answer, before: u64) {
    let status = answer.status();
    assert!((400..500).contains(&status), "{what}: {status} {}", answer.text());
    answer.clone().problem(status);
    assert_eq!(house.head(), before, "{what} changed something");
}

fn ask<'a>(admin: &'a Visitor, operation: &Operation) -> Asking<'a> {
    admin.ask(operation.method.clone(), operation.path())
}

/// Texts that are no body of any operation.
fn no_bodies() -> Vec<Vec<u8>> {
    let texts =
        ["", " ", "{", "}", "null", "true", "5", "\"text\"", "[]", "[1]", "{}x", "{\"a\":}", "{'a':1}", "\u{feff}{}"];
    let mut bodies: Vec<Vec<u8>> = texts.map(|text| text.as_bytes().to_vec()).into();
    bodies.push(vec![0xff, 0xfe, 0x00]);
    bodies.push(b"{\"name\":\"\xff\"}".to_vec());
    bodies.push("[".repeat(100_000).into_bytes());
    bodies.push(format!("{}1{}", "{\"a\":".repeat(1000), "}".repeat(1000)).into_bytes());
    bodies
}

#[tokio::test]
async fn a_text_that_is_no_body_is_refused_everywhere() {
    let (house, admin, operations) = described().await;
    let before = house.head();
    for operation in operations.iter().filter(|it| it.body.is_some()) {
        for body in no_bodies() {
            let what = format!("{} with {:?}", operation.name(), String::from_utf8_lossy(&body[..body.len().min(30)]));
            let answer = ask(&admin, operation).body("application/json", body).send().await;
            refused(&house, &what, &answer, before);
        }
    }
    house.close().await;
}

/// Values of a kind that a property does not have.
fn unfit(schema: &Value) -> Vec<Value> {
    let is_number = schema["type"].to_string().contains("integer");
    let mut values = vec![json!(true), json!({}), json!([5]), json!({ "a": 1 })];
    if !schema["type"].to_string().contains("array") {
        values.extend([json!([]), json!(["x"])]);
    }
    if is_number {
        values.extend([json!("5"), json!(1.5), json!(-1), json!(1e99), json!(4_294_967_296_u64)]);
    } else {
        values.extend([json!(5), json!(-1.5)]);
    }
    values
}

fn bodies_with_one_fault(operation: &Operation) -> Vec<(String, Map<String, Value>)> {
    let (sample, mut bodies) = (operation.sample(), Vec::new());
    for (name, schema) in operation.properties() {
        let mut values = unfit(&schema);
        if operation.required().contains(&name) {
            values.push(Value::Null);
            let mut without = sample.clone();
            without.remove(&name);
            bodies.push((format!("no {name}"), without));
        }
        for value in values {
            let mut body = sample.clone();
            body.insert(name.clone(), value.clone());
            bodies.push((format!("{name}: {value}"), body));
        }
    }
    let mut unknown = sample;
    unknown.insert("no_such_field".to_owned(), json!(1));
    bodies.push(("an unknown field".to_owned(), unknown));
    bodies
}

#[tokio::test]
async fn a_body_with_one_field_of_the_wrong_kind_is_refused_everywhere() {
    let (house, admin, operations) = described().await;
    let before = house.head();
    for operation in operations.iter().filter(|it| it.body.is_some()) {
        for (fault, body) in bodies_with_one_fault(operation) {
            let answer = ask(&admin, operation).json(&Value::Object(body)).send().await;
            refused(&house, &format!("{} with {fault}", operation.name()), &answer, before);
        }
    }
    house.close().await;
}

#[tokio::test]
async fn a_field_that_is_given_twice_is_refused_everywhere() {
    let (house, admin, operations) = described().await;
    let before = house.head();
    for operation in operations.iter().filter(|it| it.body.is_some()) {
        for name in operation.properties().keys() {
            let mut fields: Vec<_> =
                operation.sample().iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
            let value = operation.sample().get(name).cloned().unwrap_or(Value::Null);
            fields.extend([format!("\"{name}\":{value}"), format!("\"{name}\":{value}")]);
            let body = format!("{{{}}}", fields.join(","));
            let answer = ask(&admin, operation).body("application/json", body).send().await;
            refused(&house, &format!("{} with {name} twice", operation.name()), &answer, before);
        }
    }
    house.close().await;
}

#[tokio::test]
async fn a_body_of_another_kind_or_size_is_refused_everywhere() {
    let (house, admin, operations) = described().await;
    let before = house.head();
    for operation in operations.iter().filter(|it| it.body.is_some()) {
        let sample = Value::Object(operation.sample()).to_string();
        for kind in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "json", ""] {
            let answer = ask(&admin, operation).body(kind, sample.clone()).send().await;
            assert_eq!(answer.status(), 415, "{} as '{kind}': {}", operation.name(), answer.text());
            refused(&house, &operation.name(), &answer, before);
        }
        let huge = format!("{{\"no_such_field\":\"{}\"}}", "x".repeat(300_000));
        let answer = ask(&admin, operation).body("application/json", huge).send().await;
        assert_eq!(answer.status(), 413, "{}: {}", operation.name(), answer.text());
        refused(&house, &operation.name(), &answer, before);
    }
    house.close().await;
}

#[tokio::test]
async fn a_path_that_names_nothing_is_refused_everywhere() {
    let (house, admin, operations) = described().await;
    let before = house.head();
    let long = "a".repeat(5000);
    let wrong = [
        "x",
        "-1",
        "0x10",
        "1e3",
        "%00",
        "%FF",
        "%2e%2e%2f%2e%2e",
        "'%20OR%201=1--",
        "%7Bid%7D",
        "~",
        "0",
        &long,
        "00000000-0000-7000-8000-00000000000",
        "99999999999999999999999999999999999999",
    ];
    for operation in &operations {
        for value in wrong {
            let Some(path) = operation.path_with(value) else { break };
            let body = Value::Object(operation.sample());
            let asking = admin.ask(operation.method.clone(), &path);
            let answer = if operation.body.is_some() { asking.json(&body).send().await } else { asking.send().await };
            refused(&house, &format!("{} for {path:.60}", operation.name()), &answer, before);
        }
    }
    house.close().await;
}

/// What is looked for by these makes sense whatever it is; it may be nowhere.
const ANY_WORDS: [&str; 4] = ["text", "q", "tag", "type"];

#[tokio::test]
async fn a_question_that_makes_no_sense_is_refused_everywhere() {
    let (house, admin, operations) = described().await;
    let before = house.head();
    for operation in operations.iter().filter(|it| !it.queries.is_empty()) {
        let names = operation.queries.iter().filter(|name| !ANY_WORDS.contains(&name.as_str()));
        let mut questions: Vec<_> = names.flat_map(|name| [format!("{name}=~"), format!("{name}=%FF")]).collect();
        questions.extend(["no_such_word=1", "limit=1&limit=1", "limit=0", "limit=201", "limit=-1"].map(str::to_owned));
        for question in questions {
            let path = format!("{}?{question}", operation.path());
            let answer = admin.ask(operation.method.clone(), &path).send().await;
            refused(&house, &path, &answer, before);
        }
    }
    house.close().await;
}

fn wrong_values(header: &str) -> Vec<String> {
    let long = "x".repeat(256);
    let values: &[&str] = match header {
        "X-CSRF-Token" => &["", "0", "x y", &long],
        "Idempotency-Key" => &["", &long, "a\tb"],
        "If-Match" => &["", "7", "\"7", "\"seven\"", "\"1\", \"2\"", "W/7"],
        "Daybook-At-Least" => &["", "-1", "+1", "1.5", "newest", "18446744073709551616", "4294967296", "1, 2"],
        // Those of tus: `tests/documents/uploads_hostile.rs` tries them where there is an upload.
        tus if tus.starts_with("Upload-") || ["Tus-Resumable", "X-HTTP-Method-Override"].contains(&tus) => &[],
        other => panic!("no wrong value is known for {other}"),
    };
    values.iter().map(|value| (*value).to_owned()).collect()
}

#[tokio::test]
async fn a_header_that_makes_no_sense_is_refused_everywhere() {
    let (house, admin, operations) = described().await;
    let before = house.head();
    for operation in &operations {
        for header in &operation.headers {
            for value in wrong_values(header) {
                let mut asking = ask(&admin, operation).header(header, &value);
                if header == "X-CSRF-Token" {
                    asking = asking.without_csrf();
                }
                if operation.body.is_some() {
                    asking = asking.json(&Value::Object(operation.sample()));
                }
                let answer = asking.send().await;
                refused(&house, &format!("{} with {header}: '{value:.20}'", operation.name()), &answer, before);
            }
        }
    }
    house.close().await;
}

#[tokio::test]
async fn cookies_that_open_nothing_are_no_cookies() {
    let (house, _, _) = House::founded().await;
    let before = house.head();
    for value in ["", "x", &"f".repeat(64), &"f".repeat(5000), "%00", "\"quoted\"", "a=b=c"] {
        let visitor = house.visitor();
        visitor.set_cookie("daybook_session", value);
        visitor.set_cookie("daybook_device", value);
        visitor.get("/api/identity/session").await.problem(401);
        let login = json!({ "email": "no address", "password": "a long enough word" });
        visitor.post("/api/identity/logins", login).await.expect(202);
        house.settle().await;
    }
    let kinds = house.kinds_after(before).await;
    assert!(kinds.iter().all(|kind| *kind == "identity.strangers_refused.v1"), "{kinds:?}");
    house.close().await;
}
