//! The interface asked whatever its own description allows, and much that it does not, by a fuzzer
//! that reads descriptions (schemathesis): no answer may be a 5xx, have a status that is not
//! described, or a body or header that does not fit.
//!
//! Requests that reach for servers elsewhere are absent. What ends the session comes last. A run
//! without bounds: `ops/fuzz interface`.

use std::process::Command;

use tests::{Person, Place, Running, Visitor, test_tool};

const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,\
    response_headers_conformance,response_schema_conformance,unsupported_method";
/// Would ask whatever server is named.
const OUTWARD: &str = "put_household_mail_server$|post_household_mail_server_test$";
/// Whoever asks this may be out of the house afterwards: each of these has a session of its own.
const ENDING: [&str; 4] =
    ["accounts_id|_identity_password$|revo", "proof", "factor", "delete_identity_(?!accounts|factors|.*proof)"];

/// What the fuzzer reports; nothing where it found nothing.
fn asked(house: &Running, visitor: Option<&Visitor>, chosen: &[&str]) -> Option<String> {
    let mut st = Command::new(test_tool("DAYBOOK_TEST_SCHEMATHESIS", "schemathesis/bin/st"));
    st.args(["--no-color", "run", &format!("http://{}/api/openapi.json", house.address())]);
    st.args(["--checks", CHECKS, "--seed", "1", "--max-examples", "4", "--no-shrink", "--continue-on-failure"]);
    st.args(["--request-timeout", "60", "--suppress-health-check", "all", "--generation-database", "none"]);
    st.args(chosen);
    if let Some(visitor) = visitor {
        let session = visitor.cookie("daybook_session").expect("a session");
        st.args(["-H", &format!("Cookie: daybook_session={session}")]);
        st.args(["-H", &format!("X-CSRF-Token: {}", visitor.csrf().expect("a token"))]);
    }
    let hooks = concat!(env!("CARGO_MANIFEST_DIR"), "/hostile");
    st.envs([("SCHEMATHESIS_HOOKS", "octets"), ("PYTHONPATH", hooks)]);
    let folder = tempfile::tempdir().expect("a folder");
    let st = st.current_dir(folder.path()).output();
    let output = st.expect("schemathesis runs");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(said.contains("Test cases:"), "it asked nothing: {said}{}", String::from_utf8_lossy(&output.stderr));
    (!output.status.success()).then_some(said)
}

async fn inside(house: &Running, ada: &Person) -> Visitor {
    let admin = house.visitor();
    admin.log_in(house.tray(), ada).await;
    admin
}

#[tokio::test]
async fn no_answer_is_another_than_the_description_says() {
    let place = Place::new();
    let house = Running::start(&place).await;
    let mut ada = Person::named("Ada");
    house.visitor().found(&house.token().await, &mut ada).await.expect(201);
    let calm = format!("{OUTWARD}|{}", ENDING.join("|"));
    let mut runs = vec![(None, ["--exclude-operation-id-regex", OUTWARD])];
    runs.push((Some(inside(&house, &ada).await), ["--exclude-operation-id-regex", &calm]));
    for ending in ENDING {
        runs.push((Some(inside(&house, &ada).await), ["--include-operation-id-regex", ending]));
    }
    for (visitor, chosen) in runs {
        let found = asked(&house, visitor.as_ref(), &chosen);
        assert!(found.is_none(), "{}", found.unwrap_or_default());
        house.visitor().get("/readyz").await.expect(200);
    }
    assert!(house.stop().await.success());
}
