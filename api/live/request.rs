//! What a socket asks for, checked: whatever does not fit is refused with a reason and changes nothing.

use domain::Position;
use serde::Deserialize;
use serde_json::Value;

use super::{
    message::Trouble,
    topics::{self, TOPICS, Topic},
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    #[serde(rename = "type")]
    name: String,
    after: Option<Position>,
}

/// A subscription that is asked for, or the end of one.
#[derive(Clone, Copy)]
pub struct Wish {
    /// To what.
    pub topic: &'static dyn Topic,
    /// Everything up to this change is known already.
    pub after: Option<Position>,
}

impl Wish {
    /// Reads the body of `subscribe` or `unsubscribe`.
    pub fn read(body: Value) -> Result<Self, Trouble> {
        let Body { name, after } = serde_json::from_value(body).map_err(|error| {
            Trouble::new("body_malformed", format!("send {{ type, after? }} as the first argument: {error}"))
        })?;
        let topic = topics::named(&name).ok_or_else(|| {
            let known: Vec<_> = TOPICS.iter().map(|topic| topic.name()).collect();
            let name = domain::text::excerpt(&name, 40);
            Trouble::new("type_unknown", format!("there is no type '{name}'; use one of {}", known.join(", ")))
        })?;
        Ok(Self { topic, after })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn refused(body: Value) -> &'static str {
        Wish::read(body).err().expect("refused").code
    }

    #[test]
    fn a_type_and_perhaps_a_place_are_asked_for() {
        let wish = Wish::read(json!({ "type": "entries", "after": 7 })).ok().unwrap();
        assert_eq!((wish.topic.name(), wish.after), ("entries", Some(7)));
        let wish = Wish::read(json!({ "type": "status", "after": null })).ok().unwrap();
        assert_eq!((wish.topic.name(), wish.after), ("status", None));
    }

    #[test]
    fn whatever_does_not_fit_is_refused() {
        let long = "x".repeat(10_000);
        assert_eq!(refused(json!({ "type": "weather" })), "type_unknown");
        assert_eq!(refused(json!({ "type": long })), "type_unknown");
        for wrong in [
            json!(null),
            json!("entries"),
            json!([]),
            json!({}),
            json!({ "type": 5 }),
            json!({ "type": "entries", "after": -1 }),
            json!({ "type": "entries", "after": "7" }),
            json!({ "type": "entries", "limit": 5 }),
        ] {
            assert_eq!(refused(wrong.clone()), "body_malformed", "{wrong}");
        }
    }
}
