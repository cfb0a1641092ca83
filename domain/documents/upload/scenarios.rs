//! Scenarios of a file on its way.

use super::*;
use crate::kernel::{EventTable as _, PersonId, Scenario};

const ADA: SpaceId = SpaceId(PersonId(Uuid::from_u128(1000)));
const UPLOAD: UploadId = UploadId(Uuid::from_u128(5));
const FILE: NodeId = NodeId(Uuid::from_u128(6));

fn parcel(size_bytes: u64) -> Parcel {
    Parcel {
        space: ADA,
        owner: AccountId(ADA.0.0),
        folder: ADA.root(),
        name: Some(NodeName::known("film.mkv")),
        size_bytes,
        media_type: "video/x-matroska".into(),
        metadata: Some("filename ZmlsbS5ta3Y=".into()),
    }
}

fn ask(command: Command) -> Ask {
    Ask { upload: UPLOAD, command }
}

fn name() -> Personal {
    Personal::of(ADA, "film.mkv")
}

fn started() -> Event {
    let (space, upload, owner, folder) = (ADA, UPLOAD, AccountId(ADA.0.0), ADA.root());
    let (media_type, metadata) = ("video/x-matroska".into(), Personal::of(ADA, "filename ZmlsbS5ta3Y="));
    UploadStarted { space, upload, owner, folder, name: name(), size_bytes: 9, media_type, metadata }.into()
}

fn completed() -> Event {
    UploadCompleted { space: ADA, upload: UPLOAD, name: name(), node: FILE, version: 2 }.into()
}

fn aborted(why: Why) -> Event {
    let why = why.word().to_owned();
    UploadAborted { space: ADA, upload: UPLOAD, name: name(), why, received_bytes: 3 }.into()
}

fn complete() -> Ask {
    ask(Command::Complete { node: FILE, version: 2 })
}

fn abort(why: Why) -> Ask {
    ask(Command::Abort { why, received_bytes: 3 })
}

#[test]
fn it_begins_once_and_remembers_what_was_said_of_it() {
    Scenario::<Upload>::given([]).when(ask(Command::Start(parcel(9)))).then([started()]);
    Scenario::<Upload>::given([started()]).when(ask(Command::Start(parcel(9)))).then_nothing();
    assert_eq!(Upload::fold(&[started()]).parcel(), Some(&parcel(9)));
}

#[test]
fn what_no_disk_holds_and_what_says_too_much_does_not_begin() {
    let none = Scenario::<Upload>::given([]);
    none.when(ask(Command::Start(parcel(MOST_BYTES + 1)))).then_refused(Refusal::TooLarge);
    let talkative = Parcel { metadata: Some("a".repeat(MOST_METADATA_BYTES + 1)), ..parcel(9) };
    none.when(ask(Command::Start(talkative))).then_refused(Refusal::Talkative);
}

#[test]
fn it_ends_once_as_a_file_or_as_nothing() {
    let begun = Scenario::<Upload>::given([started()]);
    begun.when(complete()).then([completed()]);
    begun.when(abort(Why::Expired)).then([aborted(Why::Expired)]);
    let file = Scenario::<Upload>::given([started(), completed()]);
    file.when(complete()).then_nothing();
    file.when(abort(Why::Cancelled)).then_refused(Refusal::Completed);
    let gone = Scenario::<Upload>::given([started(), aborted(Why::Lost)]);
    gone.when(complete()).then_refused(Refusal::Gone(Why::Lost));
    gone.when(abort(Why::Cancelled)).then_refused(Refusal::Gone(Why::Lost));
}

#[test]
fn what_never_began_does_not_end() {
    let none = Scenario::<Upload>::given([]);
    none.when(complete()).then_refused(Refusal::NoSuchUpload);
    none.when(abort(Why::Cancelled)).then_refused(Refusal::NoSuchUpload);
}

#[test]
fn why_it_ended_is_told_in_words() {
    let told = aborted(Why::Expired).sentence();
    assert_eq!(told, "The upload of film.mkv was ended: nothing of it came for too long");
    for why in Why::ALL {
        assert_eq!(Why::of_word(why.word()), Some(why));
    }
}
