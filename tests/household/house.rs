//! The house as a stranger at its door sees it, and no more of it than that.

use serde_json::json;
use tests::House;

const PATH: &str = "/api/household/house";

#[tokio::test]
async fn a_stranger_sees_the_name_and_whether_somebody_lives_there() {
    let house = House::empty().await;
    let seen = house.visitor().get(PATH).await.expect(200).json();
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
    let seen = house.visitor().get(PATH).await.expect(200).json();
    let told = json!({
        "name": "Lighthouse", "founded": true, "time_zone": "Europe/Berlin", "demo": false, "mail": "folder",
    });
    assert_eq!(seen, told);
    let within = admin.get(PATH).await.expect(200).json();
    assert!(within["version"].as_str().is_some_and(|version| version.starts_with(|c: char| c.is_ascii_digit())));
    let forged = house.visitor();
    forged.set_cookie("daybook_session", "0".repeat(64).as_str());
    assert_eq!(forged.get(PATH).await.expect(200).json(), seen, "a session that is none is no session");
    house.close().await;
}
