//! Addresses where there is nothing, and methods that nobody takes.

use axum::http::Method;
use tests::House;

use crate::document::operations;

const NOTHING: [&str; 16] = [
    "/api",
    "/api/",
    "/api/nothing",
    "/api/identity",
    "/api/identity/accounts/",
    "//api/identity/accounts",
    "/api//identity/accounts",
    "/API/identity/accounts",
    "/api/identity/accounts/1/2/3",
    "/web/",
    "/web/../Cargo.toml",
    "/web/%2e%2e/vault.sqlite",
    "/web/..%2fvault.sqlite",
    "/%00",
    "/robots.txt",
    "/.well-known/security.txt",
];

#[tokio::test]
async fn where_there_is_nothing_a_problem_says_so() {
    let (house, admin, _) = House::founded().await;
    let before = house.head();
    let stranger = house.visitor();
    for path in NOTHING {
        for method in [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
            for visitor in [&admin, &stranger] {
                let answer = visitor.ask(method.clone(), path).send().await;
                // A file that may only be read, whether there is one or not.
                let is_file = answer.status() == 405 && path.starts_with("/web/") && method != Method::GET;
                let (status, code) = if is_file { (405, "method_not_allowed") } else { (404, "no_such_page") };
                assert_eq!(answer.problem(status), code, "{method} {path}");
            }
        }
    }
    assert_eq!(house.head(), before);
    house.close().await;
}

#[tokio::test]
async fn a_method_that_an_address_does_not_take_is_refused_with_those_it_takes() {
    let (house, admin, _) = House::founded().await;
    let before = house.head();
    let operations = operations(&admin).await;
    let brew: Method = "BREW".parse().expect("a method");
    for operation in &operations {
        let path = operation.path();
        let taken: Vec<_> =
            operations.iter().filter(|it| it.pattern == operation.pattern).map(|it| &it.method).collect();
        let all = [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE, brew.clone()];
        for method in all.iter().filter(|method| !taken.contains(method)) {
            // `sessions/{id}` and the like would otherwise shadow what is meant.
            let answer = admin.ask(method.clone(), &path).send().await;
            let allowed = answer.header("allow").unwrap_or_else(|| panic!("{method} {path}: {answer:?}")).to_owned();
            assert_eq!(answer.problem(405), "method_not_allowed");
            for method in &taken {
                assert!(allowed.contains(method.as_str()), "{path} takes {method}: {allowed}");
            }
        }
    }
    assert_eq!(house.head(), before);
    house.close().await;
}
