//! One value of each event of documents, as it would be stored.

use domain::{
    AccountId, Personal,
    documents::{
        BlobHash, Event, LinkId, LinkPasswordId, NodeId, SpaceId,
        delivery::{Span, events::*},
        link::events::*,
        space::{ThinningStep, events::*},
        stars::{NodeStarred, NodeUnstarred},
        upload::{UploadId, events::*},
    },
};
use uuid::Uuid;

const NODE: NodeId = NodeId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0114));
const PARENT: NodeId = NodeId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_06e7));
const UPLOAD: UploadId = UploadId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0ad0));

const LINK: LinkId = LinkId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0225));

fn terms(note: Personal) -> LinkTerms {
    let password = Some(LinkPasswordId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0339)));
    LinkTerms { note: Some(note), password, until_us: Some(1_772_366_400_000_000), most_uses: Some(5) }
}

type Sample = fn(AccountId, fn() -> Personal) -> Vec<Event>;

/// One of each.
pub fn documents(owner: AccountId, name: fn() -> Personal) -> Vec<Event> {
    let of: [Sample; 8] = [tree, kept, ends, marks, gone, links, deliveries, uploads];
    of.into_iter().flat_map(|events| events(owner, name)).collect()
}

fn tree(owner: AccountId, name: fn() -> Personal) -> Vec<Event> {
    let (space, node, parent) = (SpaceId::from(owner), NODE, PARENT);
    let (blob, size_bytes, media_type) = (BlobHash(std::array::from_fn(|_| 0xb1)), 5 << 30, || "image/jpeg".to_owned());
    vec![
        FolderMade { space, node, parent, name: name() }.into(),
        FileStored { space, node, parent, name: name(), blob, size_bytes, media_type: media_type() }.into(),
        FileReplaced { space, node, name: name(), version: 300, blob, size_bytes, media_type: media_type() }.into(),
        VersionRestored { space, node, name: name(), version: 301, of: 7 }.into(),
        NodeRenamed { space, node, name: name(), previous: name() }.into(),
        NodeMoved { space, node, name: name(), parent }.into(),
        NodeCopied {
            space,
            node,
            name: name(),
            from: SpaceId::SHARED,
            of: parent,
            count: 1_002,
            before: 1_000,
            nodes: vec![
                CopiedNode { node, parent, name: name(), of: parent, file: None },
                CopiedNode {
                    node: parent,
                    parent: node,
                    name: name(),
                    of: node,
                    file: Some(CopiedFile { blob, size_bytes, media_type: media_type() }),
                },
            ],
        }
        .into(),
    ]
}

fn kept(owner: AccountId, name: fn() -> Personal) -> Vec<Event> {
    let (space, node) = (SpaceId::from(owner), NODE);
    vec![
        VersionMarked { space, node, name: name(), version: 3, label: Some(name()), pinned: true }.into(),
        VersionsThinned { space, node, name: name(), versions: vec![1, 2, 300] }.into(),
        KeepingChanged {
            space,
            trash_days: Some(30),
            steps: vec![
                ThinningStep { until_hours: Some(24), every_minutes: 0 },
                ThinningStep { until_hours: None, every_minutes: 1440 },
            ],
        }
        .into(),
        FolderRulesChanged {
            space,
            folder: node,
            name: Some(name()),
            rules: Some(WrittenRules {
                extensions: vec!["jpg".to_owned(), "png".to_owned()],
                kinds: vec!["picture".to_owned()],
                most_bytes: Some(5 << 30),
                most_files: Some(300),
                place: Some("nas".to_owned()),
            }),
        }
        .into(),
        QuotaSet { space, folder: node, name: Some(name()), most_bytes: Some(10_000_000_000) }.into(),
    ]
}

fn ends(owner: AccountId, name: fn() -> Personal) -> Vec<Event> {
    let (space, node, until) = (SpaceId::from(owner), NODE, 1_772_366_400_000_000);
    vec![
        ExpirySet { space, node, name: name(), until_us: Some(until), set_by: Some(owner), version: Some(2) }.into(),
        ExpiryNear { space, node, name: name(), until_us: until, person: owner, version: Some(2) }.into(),
    ]
}

fn marks(owner: AccountId, name: fn() -> Personal) -> Vec<Event> {
    let (space, node) = (SpaceId::from(owner), NODE);
    vec![
        NodeTagged { space, node, name: name(), tags: vec![name(), name()] }.into(),
        NodeStarred { person: owner, space, node, name: name() }.into(),
        NodeUnstarred { person: owner, space, node, name: name() }.into(),
    ]
}

fn gone(owner: AccountId, name: fn() -> Personal) -> Vec<Event> {
    let (space, node, parent) = (SpaceId::from(owner), NODE, PARENT);
    vec![
        NodeTrashed { space, node, name: name() }.into(),
        NodeRestored { space, node, name: name(), parent }.into(),
        FolderRewound {
            space,
            folder: node,
            name: Some(name()),
            to_us: 1_767_225_600_000_000,
            placed: vec![
                Placed { node: parent, parent: node, name: Some(name()) },
                Placed { node, parent, name: None },
            ],
            again: vec![Again { node, version: 5, of: 2 }],
            trashed: vec![parent],
        }
        .into(),
        NodePurged { space, node, name: name() }.into(),
    ]
}

fn links(owner: AccountId, name: fn() -> Personal) -> Vec<Event> {
    let (space, node) = (SpaceId::from(owner), NODE);
    vec![
        LinkMade {
            link: LINK,
            account: owner,
            space,
            node,
            name: name(),
            version: Some(3),
            upload_only: true,
            terms: terms(name()),
        }
        .into(),
        LinkChanged { link: LINK, account: owner, name: name(), terms: terms(name()) }.into(),
        LinkRevoked { link: LINK, account: owner, name: name() }.into(),
        LinkReceived { link: LINK, account: owner, node, name: name() }.into(),
        LinkUsed { link: LINK, account: owner, node, version: 3, name: name() }.into(),
        LinkNewsChosen { link: LINK, account: owner, name: name(), tell_first: true }.into(),
        LinkFirstUsed { link: LINK, account: owner, name: name(), came_in: true }.into(),
        LinkPasswordRefused {
            link: LINK,
            account: owner,
            name: name(),
            failures: 6,
            at_us: 1_772_366_400_000_000,
            wait_s: 120,
        }
        .into(),
    ]
}

fn deliveries(owner: AccountId, name: fn() -> Personal) -> Vec<Event> {
    let (space, node) = (SpaceId::from(owner), NODE);
    vec![
        ArchiveDelivered {
            space,
            name: name(),
            files: vec![FileInArchive { node, version: 300 }, FileInArchive { node: PARENT, version: 1 }],
            size_bytes: 5 << 30,
            sent_bytes: 700,
            whole: true,
            link: None,
            goes_on: true,
        }
        .into(),
        FileDelivered {
            space,
            node,
            name: name(),
            version: 300,
            size_bytes: 5 << 30,
            sent_bytes: 7,
            whole: false,
            spans: vec![Span { first: 3, end: 5 }, Span { first: 300, end: 305 }],
            link: Some(LINK),
        }
        .into(),
    ]
}

fn uploads(owner: AccountId, name: fn() -> Personal) -> Vec<Event> {
    let (space, upload, folder) = (SpaceId::from(owner), UPLOAD, PARENT);
    let (size_bytes, media_type, why) = (5 << 30, "video/mp4".to_owned(), "expired".to_owned());
    let started =
        UploadStarted { space, upload, owner, folder, name: name(), size_bytes, media_type, metadata: name() };
    vec![
        started.into(),
        UploadCompleted { space, upload, name: name(), node: NODE, version: 300 }.into(),
        UploadAborted { space, upload, name: name(), why, received_bytes: 3 << 30 }.into(),
    ]
}
