//! How the household says no.

use axum::http::{HeaderValue, StatusCode, header::RETRY_AFTER};
use commands::household::MailRefusal;
use domain::household::settings::Refusal;

use crate::http::{FieldError, Problem};

/// The setting that does not fit.
fn setting(refusal: &Refusal) -> (&'static str, &'static str) {
    match refusal {
        Refusal::Name => ("name_invalid", "name"),
        Refusal::TimeZone(_) => ("time_zone_invalid", "time_zone"),
        Refusal::PublicAddress(_) => ("public_address_invalid", "public_address"),
        Refusal::MailSender(_) => ("mail_sender_invalid", "mail_sender"),
        Refusal::Origin { .. } | Refusal::TooManyOrigins(_) => ("allowed_origins_invalid", "allowed_origins"),
        Refusal::InvitationDays(_) => ("invitation_days_invalid", "invitation_days"),
        Refusal::MailDomain(_) | Refusal::TooManyDomains(_) => ("mail_domains_invalid", "mail_domains"),
        Refusal::RequiredFactor { setting: "required_factor_others", .. } => {
            ("required_factor_invalid", "required_factor_others")
        }
        Refusal::RequiredFactor { .. } => ("required_factor_invalid", "required_factor_admins"),
        Refusal::RequiredOfOneself(_) => ("factor_missing", "required_factor_admins"),
        Refusal::AlertDigest(_) => ("alert_digest_minutes_invalid", "alert_digest_minutes"),
    }
}

/// What is wrong with each setting.
pub fn field_errors(faults: &[Refusal]) -> Vec<FieldError> {
    let told = |fault: &Refusal| FieldError { field: setting(fault).1.to_owned(), detail: fault.to_string() };
    faults.iter().map(told).collect()
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let (code, field) = setting(&refusal);
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, code, refusal.to_string()).about(field)
    }
}

impl From<MailRefusal> for Problem {
    fn from(refusal: MailRefusal) -> Self {
        let status = match refusal {
            MailRefusal::Fixed { .. } => StatusCode::CONFLICT,
            MailRefusal::TooManyTests(_) => StatusCode::TOO_MANY_REQUESTS,
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        };
        let problem = Self::new(status, refusal.code(), refusal.to_string());
        match (refusal.field(), status) {
            (Some(field), _) => problem.about(field),
            (None, StatusCode::TOO_MANY_REQUESTS) => problem.with(RETRY_AFTER, HeaderValue::from_static("60")),
            (None, _) => problem,
        }
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
