//! How the household says no.

use axum::http::StatusCode;
use domain::household::settings::Refusal;

use crate::http::Problem;

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let (code, field) = match refusal {
            Refusal::Name => ("name_invalid", "name"),
            Refusal::TimeZone(_) => ("time_zone_invalid", "time_zone"),
            Refusal::PublicAddress(_) => ("public_address_invalid", "public_address"),
            Refusal::MailSender(_) => ("mail_sender_invalid", "mail_sender"),
            Refusal::Origin { .. } | Refusal::TooManyOrigins(_) => ("allowed_origins_invalid", "allowed_origins"),
            Refusal::AlertDigest(_) => ("alert_digest_minutes_invalid", "alert_digest_minutes"),
        };
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, code, refusal.to_string()).about(field)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setting_that_does_not_fit_is_named() {
        let problem = Problem::from(Refusal::TimeZone("Moon/Base".into()));
        assert_eq!((problem.status.as_u16(), problem.field.as_deref()), (422, Some("time_zone")));
    }
}
