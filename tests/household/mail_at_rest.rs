//! The chosen mail server through restarts of the real program, and under its configuration.

use std::sync::Arc;

use serde_json::json;
use tests::{MailServer, Person, Place, Running, Tray};

use crate::mail_server::{PATH, typed};

#[tokio::test]
async fn a_chosen_server_is_used_after_a_restart_until_the_configuration_names_another() {
    let server = Arc::new(MailServer::start().await);
    let ca_file = server.as_configured(0).ca_file.expect("a file");
    let mut place = Place::new().with("DAYBOOK_MAIL_CA_FILE", ca_file.display());
    let house = Running::start(&place).await;
    let (admin, mut ada) = (house.visitor(), Person::named("Ada"));
    admin.found(&house.token().await, &mut ada).await.expect(201);
    admin.log_in(house.tray(), &ada).await;
    admin.put(PATH, typed(&server)).await.expect(200);
    assert!(house.stop().await.success());

    let house = Running::start(&place).await;
    assert!(!house.printed().iter().any(|line| line.contains("There is no mail server yet")));
    let admin = house.visitor();
    admin.log_in(&Tray::Server(server.clone()), &ada).await;
    let answer = admin.post(format!("{PATH}/test"), json!({})).await.expect(200);
    assert!(answer.json()["server_said"].as_str().is_some_and(|said| said.starts_with("250")));
    assert!(house.stop().await.success());

    place.set("DAYBOOK_MAIL_SECURITY", "tls");
    std::fs::write(place.path().join("daybook.toml"), "# mine\n\n[mail]\nhost = \"mail.invalid\"\n").expect("written");
    let house = Running::start(&place).await;
    let seen = admin.at(&house).get(PATH).await.expect(200).json();
    assert_eq!((&seen["source"], &seen["host"], &seen["port"]), (&json!("file"), &json!("mail.invalid"), &json!(465)));
    let by = json!({
        "host": "line 4 of daybook.toml", "port": "line 4 of daybook.toml", "security": "DAYBOOK_MAIL_SECURITY",
        "user": "line 4 of daybook.toml", "password": "line 4 of daybook.toml",
    });
    assert_eq!(seen["fixed_by"], by);
    assert_eq!(admin.at(&house).put(PATH, typed(&server)).await.problem(409), "mail_server_fixed");
    assert!(house.stop().await.success());
}
