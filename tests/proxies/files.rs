//! Files that the proxy serves itself: its own, for whoever is logged in to the house, and the house's.

use axum::http::Method;

use crate::behind::{Behind, Program};

/// The proxy asks the house who may have its own files.
pub async fn of_ones_own(program: &Program) {
    let behind = Behind::start(program).await;
    let stranger = behind.visitor();
    let refused = stranger.get("/files/picture.txt").await.expect(303);
    assert_eq!(refused.header("location"), Some("/"));
    assert!(!refused.text().contains("a picture"));
    let ada = behind.ada().await;
    for path in ["/files/picture.txt", "/files/picture.txt?size=large"] {
        let picture = ada.get(path).await.expect(200);
        assert_eq!(picture.text(), "a picture of Ada");
        assert_eq!(picture.header("x-content-type-options"), Some("nosniff"));
        assert!(picture.header("strict-transport-security").is_some());
        assert!(picture.header("content-security-policy").is_some_and(|policy| policy.contains("sandbox")));
    }
    ada.get("/files/nothing.txt").await.expect(404);
    let first = ada.ask(Method::GET, "/files/picture.txt").header("range", "bytes=2-8").send().await.expect(206);
    assert_eq!(first.text(), "picture");
    ada.delete("/api/identity/session").await;
    ada.get("/files/picture.txt").await.expect(303);
    behind.stop().await;
}
