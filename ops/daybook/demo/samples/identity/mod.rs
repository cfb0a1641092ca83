//! Identity: the people move in, come and go every day, and now and then something is amiss.

mod comings;
mod incidents;
mod moving_in;
mod strangers;

use super::Samples;
use crate::demo::script::Script;

/// The samples of identity.
pub const SAMPLES: Samples = Samples {
    context: "identity",
    story,
    now_and_then: &[
        comings::somebody_comes_or_goes,
        comings::somebody_comes_or_goes,
        comings::somebody_comes_or_goes,
        comings::somebody_mistypes,
        strangers::somebody_tries_the_door,
    ],
};

fn story(script: &mut Script) {
    moving_in::story(script);
    comings::story(script);
    incidents::story(script);
    strangers::story(script);
}
