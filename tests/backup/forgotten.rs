//! Whoever was forgotten stays forgotten, even where a backup still has their key.

use commands::{VaultMoment, forget_people};
use domain::PersonId;
use tests::{Person, Place};

use crate::Kept;

fn person(ada: &Person) -> PersonId {
    PersonId(ada.account.parse().expect("an id"))
}

fn forgotten(place: &Place) -> Vec<PersonId> {
    VaultMoment::of(&place.path().join("vault.sqlite")).expect("a vault").forgotten().expect("readable")
}

fn tells_of_ada(place: &Place) -> bool {
    let opened = place.run(&["log", "export"]).expect(0).out;
    opened.contains("Ada was given an account as admin")
}

#[tokio::test]
async fn a_key_that_was_destroyed_since_does_not_come_back() {
    let (kept, ada) = Kept::lived_in().await;
    let before = kept.generation();
    assert!(tells_of_ada(&kept.restore(&before, "unforgotten")));
    forget_people(&kept.place.path().join("vault.sqlite"), &[person(&ada)]).expect("forgotten");
    // The house that stands knows it, and so do its backups from the next one on.
    let restored = kept.restore(&before, "restored");
    assert_eq!(forgotten(&restored), [person(&ada)]);
    assert!(!tells_of_ada(&restored));
    kept.generation();
    std::fs::remove_dir_all(kept.place.path()).expect("the house burns down");
    let restored = kept.restore(&before, "restored again");
    assert_eq!(forgotten(&restored), [person(&ada)]);
    assert!(!tells_of_ada(&restored));
    restored.run(&["log", "verify"]).expect(0);
}

#[tokio::test]
async fn a_backup_from_before_is_sound_still() {
    let (kept, ada) = Kept::lived_in().await;
    let before = kept.generation();
    forget_people(&kept.place.path().join("vault.sqlite"), &[person(&ada)]).expect("forgotten");
    kept.generation();
    kept.is_sound(&before);
}
