//! Scenarios of where things lie after a rewind: whatever was moved into whatever, all of it still hangs on the root.

use chrono::DateTime;

use super::{
    scenarios::{ADA, ask, made, name, node},
    scenarios_of_rewind::{moved, purged, trashed},
    *,
};
use crate::kernel::Scenario;

const ROOT: NodeId = ADA.root();

fn rewound(now: &Space, folder: NodeId, past: &Space) -> Option<Space> {
    let ask = ask(Command::Rewind { folder, past: past.clone().into(), to: DateTime::UNIX_EPOCH });
    let events = Scenario::<Space>::given([]).decided(now, ask).ok()?;
    let mut state = now.clone();
    events.iter().for_each(|event| state.evolve(event));
    Some(state)
}

/// Every folder, and how it is known from above, agree; and none lies in itself.
fn hangs_together(state: &Space) -> bool {
    let reaches = |at: NodeId| state.chain(at).take(100).last() == Some(ROOT);
    let known =
        |at: NodeId| state.nodes.get(&at).is_some_and(|node| state.inside(node.parent).any(|inside| inside == at));
    let below = state.all_of(ROOT);
    below.len() == state.nodes.size() + 1 && state.nodes.keys().all(|at| reaches(*at) && known(*at))
}

#[test]
fn what_lay_in_what_is_put_back_does_not_come_to_lie_in_itself() {
    let [folder, one, two, other, another] = [1, 2, 3, 4, 5].map(node);
    let [inner, deep] = [6, 7].map(node);
    let past = Space::fold(&[
        made(folder, ROOT, "F"),
        made(one, folder, "B1"),
        made(two, folder, "B2"),
        made(other, ROOT, "P1"),
        made(another, ROOT, "P2"),
        made(inner, other, "N1"),
        made(deep, another, "N2"),
    ]);
    let mut now = past.clone();
    for event in [
        moved(one, ROOT, "B1"),
        moved(two, ROOT, "B2"),
        moved(inner, one, "N1"),
        moved(deep, two, "N2"),
        moved(another, inner, "P2"),
        moved(other, deep, "P1"),
    ] {
        now.evolve(&event);
    }
    let state = rewound(&now, folder, &past).unwrap();
    assert!(hangs_together(&state));
    assert_eq!((state.child(folder, &name("B1")), state.child(folder, &name("B2"))), (Some(one), Some(two)));
    assert_eq!((state.child(ROOT, &name("N1")), state.child(ROOT, &name("N2"))), (Some(inner), Some(deep)));
    assert_eq!(rewound(&state, folder, &now).map(|undone| hangs_together(&undone)), Some(true));
}

/// A sequence that looks like chance and is the same each time (xorshift, Marsaglia 2003).
fn chance(seed: u64) -> impl FnMut(u64) -> u64 {
    let mut at = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    move |below| {
        at ^= at << 13;
        at ^= at >> 7;
        at ^= at << 17;
        at % below
    }
}

#[test]
fn however_folders_were_moved_thrown_away_and_deleted_a_rewind_leaves_one_tree() {
    let mut rewinds = 0;
    for seed in 1..2000 {
        let mut chance = chance(seed);
        let mut states =
            vec![Space::fold((1..9).map(|it| made(node(it), ROOT, &it.to_string())).collect::<Vec<_>>().iter())];
        for _ in 0..24 {
            let mut state = states.last().cloned().unwrap_or_default();
            let (it, to) = (node(1 + u128::from(chance(8))), 1 + u128::from(chance(9)));
            let to = if to == 9 { ROOT } else { node(to) };
            let wanted = match chance(12) {
                0 => Command::Trash { node: it },
                1 => Command::Restore { node: it },
                2 => Command::Purge { node: it },
                _ => Command::Change { node: it, name: None, parent: Some(to) },
            };
            let events = Scenario::<Space>::given([]).decided(&state, ask(wanted)).unwrap_or_default();
            events.iter().for_each(|event| state.evolve(event));
            states.push(state);
        }
        let now = states.last().cloned().unwrap_or_default();
        let past = &states[usize::try_from(chance(24)).unwrap_or_default()];
        for folder in (1..9).map(node).chain([ROOT]) {
            if let Some(state) = rewound(&now, folder, past) {
                rewinds += 1;
                assert!(hangs_together(&state), "seed {seed}, folder {folder}");
            }
        }
    }
    assert!(rewinds > 5_000, "{rewinds}");
    assert!(hangs_together(&Space::fold(&[made(node(1), ROOT, "1"), trashed(node(1)), purged(node(1))])));
}
