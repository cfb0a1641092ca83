//! A person chooses what to hear of.

use domain::{
    AccountId,
    alerts::{
        Subscription,
        subscription::{Choose, Least, Refusal},
    },
};

use crate::{Caller, Desk, Done, Failure};

/// Chooses from which severity on a person hears of a context.
///
/// # Errors
/// When there is no such context.
pub async fn choose(
    desk: &Desk,
    caller: &Caller,
    person: AccountId,
    context: String,
    least: Least,
) -> Result<Done, Failure<Refusal>> {
    desk.run::<Subscription>(person.0, Choose { person, context, least }, caller).await
}
