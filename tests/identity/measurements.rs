//! `/metrics` is read by a program on the same machine, or by an admin; by nobody else.

use axum::http::Method;
use tests::House;

#[tokio::test]
async fn measurements_are_for_admins_and_for_this_very_machine() {
    let (house, admin, ada) = House::founded().await;
    let text = house.visitor().get("/metrics").await.expect(200);
    assert!(text.text().contains("daybook_http_requests"), "{}", text.text());
    let far = [203, 0, 113, 9];
    house.visitor().from(far).get("/metrics").await.problem(401);
    let proxied = house.visitor().ask(Method::GET, "/metrics").header("x-forwarded-for", "203.0.113.9").send().await;
    proxied.problem(401);
    let far_admin = house.visitor().from(far);
    far_admin.log_in(house.tray(), &ada).await;
    far_admin.get("/metrics").await.expect(200);
    let (bobs, _) = house.moves_in(&admin, "Bob", "member").await;
    bobs.twin().from(far).get("/metrics").await.problem(403);
    house.close().await;
}
