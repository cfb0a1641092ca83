//! The house as a stranger at its door sees it, and no more of it than that.

use serde_json::{Value, json};
use tests::House;

const PATH: &str = "/api/household/house";

#[tokio::test]
async fn a_stranger_sees_the_name_and_whether_somebody_lives_there() {
    let house = House::empty().await;
    let mut seen = house.visitor().get(PATH).await.expect(200).json();
    assert_eq!(clocks(&mut seen), [json!({ "offset_s": 0, "name": "UTC" })]);
    assert_eq!(
        seen,
        json!({ "name": "Daybook", "founded": false, "time_zone": "UTC", "demo": false, "mail": "folder" })
    );
    let (admin, _) = house.move_in().await;
    let change = json!({
        "name": "Lighthouse", "time_zone": "Europe/Berlin", "public_address": "https://private.example",
        "mail_sender": "post@private.example",
    });
    admin.patch("/api/household/settings", change).await.expect(200);
    let answer = house.visitor().get(PATH).await.expect(200).json();
    let mut seen = answer.clone();
    let shown = clocks(&mut seen);
    assert!(shown.contains(&json!({ "offset_s": 3600, "name": "CET" })), "{shown:?}");
    assert!(shown.contains(&json!({ "offset_s": 7200, "name": "CEST" })), "{shown:?}");
    let told = json!({
        "name": "Lighthouse", "founded": true, "time_zone": "Europe/Berlin", "demo": false, "mail": "folder",
    });
    assert_eq!(seen, told);
    let within = admin.get(PATH).await.expect(200).json();
    assert!(within["version"].as_str().is_some_and(|version| version.starts_with(|c: char| c.is_ascii_digit())));
    let forged = house.visitor();
    forged.set_cookie("daybook_session", "0".repeat(64).as_str());
    assert_eq!(forged.get(PATH).await.expect(200).json(), answer, "a session that is none is no session");
    house.close().await;
}

/// Takes out what the clocks show around now: stretches that follow each other, without their ends.
fn clocks(seen: &mut Value) -> Vec<Value> {
    let mut stretches = seen.as_object_mut().and_then(|it| it.remove("clocks")).expect("clocks");
    let stretches = stretches.as_array_mut().expect("a list");
    assert!(stretches.windows(2).all(|two| two[0]["until"] == two[1]["from"]), "{stretches:?}");
    for stretch in stretches.iter_mut() {
        let ends = ["from", "until"].map(|end| stretch.as_object_mut().and_then(|it| it.remove(end)));
        assert!(ends.iter().all(Option::is_some), "{stretch}");
    }
    stretches.clone()
}
