//! `daybook person erase`: on the data folder, whether the house runs or not.

use tests::{Person, Place, Running};

use crate::house_with_two;

fn erase(place: &Place, whom: &str, name: &str) -> tests::Outcome {
    place.run(&["person", "erase", whom, "--name", name, "--json"])
}

#[tokio::test]
async fn somebody_is_erased_whether_the_house_runs_or_not() {
    let (place, ada, bob) = house_with_two();
    let done = erase(&place, &bob.email, "Bob").expect(0).json();
    assert_eq!(done["account"], bob.account);
    assert_eq!(done["certificate"]["resumed"], false);
    let mut eve = Person::named("Eve");
    crate::add(&place, &mut eve, "member");
    let house = Running::start(&place).await;
    let visitor = house.visitor();
    visitor.log_in(house.tray(), &ada).await;
    erase(&place, &eve.account, "Eve").expect(0).json();
    let account = visitor.get(format!("/api/identity/accounts/{}", eve.account)).await.expect(200).json();
    assert!(account["name"].is_null() && account["active"] == false, "{account}");
    assert!(house.stop().await.success());
    let told = place.run(&["log", "export"]).expect(0).out;
    assert!(!told.contains("Bob") && !told.contains("Eve"), "{told}");
    place.run(&["log", "verify"]).expect(0);
}

#[test]
fn nobody_the_last_admin_and_the_wrong_name_are_refused() {
    let (place, ada, bob) = house_with_two();
    let log = || place.run(&["log", "export"]).expect(0).out;
    let before = log();
    let refused = |whom: &str, name: &str| erase(&place, whom, name).expect(2).err;
    assert!(refused(&ada.email, "Ada").contains("last admin"));
    assert!(refused("nobody@mail.example", "Nobody").contains("nobody here has the address"));
    assert!(refused("00000000-0000-7000-8000-000000000000", "Nobody").contains("no such account"));
    assert!(refused(&bob.email, "Rob").contains("exactly as it is shown"));
    let asked = place.run_with(&["person", "erase", &bob.email], "").expect(2);
    assert!(asked.err.contains("no name came"), "{asked:?}");
    assert_eq!(log(), before);
    place.run_with(&["person", "erase", &bob.email], "Bob\n").expect(0);
    assert!(refused(&bob.account, "Bob").contains("erased already"));
}
