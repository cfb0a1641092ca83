//! Alerts that wait for their letter outlive the house that raised them.

use std::sync::Arc;

use tests::{MailServer, Person, Place, Running, Tray, Visitor, until};

async fn kinds(visitor: &Visitor, kind: &str) -> usize {
    visitor.get(format!("/api/history/entries?kind={kind}")).await.expect(200).items().len()
}

#[tokio::test]
async fn an_alert_that_could_not_leave_leaves_after_a_restart_and_once() {
    let server = Arc::new(MailServer::start().await);
    let tray = Tray::Server(server.clone());
    let place = MailServer::used_by(Place::new(), server.smtp_port());
    let house = Running::start(&place).await;
    let (visitor, mut ada) = (house.visitor(), Person::named("Ada"));
    visitor.found(&house.token().await, &mut ada).await.expect(201);
    visitor.log_in(&tray, &ada).await;
    server.stop();
    for _ in 0..3 {
        house.visitor().ask_code(&ada.email, "not the word at all").await;
    }
    until("a try fails", async || kinds(&visitor, "alerts.alert_failed.v1").await == 1).await;
    house.kill();
    server.run().await;
    let house = Running::start(&place).await;
    let visitor = visitor.at(&house);
    tray.wait_for("the alert arrives", |letter| letter.code().is_none()).await;
    until("it is written down", async || kinds(&visitor, "alerts.alert_delivered.v2").await == 1).await;
    house.kill();
    let house = Running::start(&place).await;
    let visitor = visitor.at(&house);
    visitor.get("/api/identity/session").await.expect(200);
    assert!(house.stop().await.success());
    assert_eq!(tray.alerts().await.len(), 1);
}
