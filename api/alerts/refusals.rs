//! How alerts say no.

use axum::http::StatusCode;
use domain::alerts::{alert, subscription, watch};

use crate::http::Problem;

impl From<alert::Refusal> for Problem {
    fn from(refusal: alert::Refusal) -> Self {
        match refusal {
            alert::Refusal::NoSuchAlert => Self::missing("no_such_alert", refusal.to_string()),
        }
    }
}

impl From<subscription::Refusal> for Problem {
    fn from(refusal: subscription::Refusal) -> Self {
        let detail = refusal.to_string();
        match refusal {
            subscription::Refusal::UnknownContext { .. } => {
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "context_unknown", detail).about("context")
            }
        }
    }
}

impl From<watch::Refusal> for Problem {
    fn from(refusal: watch::Refusal) -> Self {
        let field = match refusal {
            watch::Refusal::OutOfRange { field, .. } => field,
            watch::Refusal::NoSpan => "span",
        };
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "watch_number_invalid", refusal.to_string()).about(field)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_context_is_named_with_its_field() {
        let problem = Problem::from(subscription::Refusal::UnknownContext { name: "weather".into() });
        assert_eq!((problem.status.as_u16(), problem.code), (422, "context_unknown"));
        assert_eq!(problem.field.as_deref(), Some("context"));
    }
}
