//! How identity says no.

use axum::http::{HeaderValue, StatusCode, header::RETRY_AFTER};
use commands::identity::{AccountRefusal, FactorRefusal, KeyRefusal, LoginRefusal, NoPlace, ProofRefusal};
use domain::identity::{account, admins, factors, invitation, key, link::Void, pin, rights::grants, session};

use crate::http::Problem;

impl From<AccountRefusal> for Problem {
    fn from(refusal: AccountRefusal) -> Self {
        if let AccountRefusal::Proof(refusal) = refusal {
            return refusal.into();
        }
        let status = status_of(&refusal);
        let mut problem = Self::new(status, refusal.code(), refusal.to_string());
        if let Some(field) = refusal.field() {
            problem = problem.about(field);
        }
        if status == StatusCode::TOO_MANY_REQUESTS { soon(problem) } else { problem }
    }
}

const fn of_invitation(refusal: invitation::Refusal) -> StatusCode {
    match refusal {
        invitation::Refusal::NoSuchInvitation | invitation::Refusal::Link(Void::Unknown) => StatusCode::NOT_FOUND,
        invitation::Refusal::Link(_) => StatusCode::GONE,
        invitation::Refusal::Accepted | invitation::Refusal::Withdrawn | invitation::Refusal::SentOften => {
            StatusCode::CONFLICT
        }
    }
}

const fn of_rule(refusal: &account::Refusal) -> StatusCode {
    use account::Refusal as No;
    match refusal {
        No::NoSuchAccount | No::Link(Void::Unknown) => StatusCode::NOT_FOUND,
        No::Link(_) => StatusCode::GONE,
        No::TooManyCodes | No::TooManyLinks => StatusCode::TOO_MANY_REQUESTS,
        No::OpenAlready | No::Locked { .. } | No::Deactivated | No::TooManyChanges => StatusCode::CONFLICT,
        No::NotOneself => StatusCode::FORBIDDEN,
    }
}

fn status_of(refusal: &AccountRefusal) -> StatusCode {
    use AccountRefusal as No;
    match refusal {
        No::Rule(refusal) => of_rule(refusal),
        No::Session(session::Refusal::NoSuchSession) | No::Pin(pin::Refusal::NotSet) => StatusCode::NOT_FOUND,
        No::Busy => StatusCode::TOO_MANY_REQUESTS,
        No::Invitation(refusal) => of_invitation(*refusal),
        No::Session(session::Refusal::OpenAlready)
        | No::Address(_)
        | No::Admins(admins::Refusal::LastAdmin)
        | No::ErasedAlready
        | No::Access(grants::Refusal::AdminSeesAll)
        | No::Founded(_) => StatusCode::CONFLICT,
        No::Admins(_)
        | No::WrongToken
        | No::NotAllowed
        | No::Access(grants::Refusal::NotAllowed)
        | No::Session(session::Refusal::ProofsDelayed { .. })
        | No::Proof(_) => StatusCode::FORBIDDEN,
        No::Name
        | No::OtherName
        | No::Email
        | No::EmailElsewhere(_)
        | No::Password(_)
        | No::WrongPassword
        | No::Role(_)
        | No::Access(grants::Refusal::NotGrantable(_))
        | No::Pin(_) => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

impl From<LoginRefusal> for Problem {
    fn from(refusal: LoginRefusal) -> Self {
        let detail = refusal.to_string();
        match refusal {
            LoginRefusal::WrongCode => Self::new(StatusCode::UNAUTHORIZED, "wrong_code", detail).about("code"),
            LoginRefusal::WrongPasskey => Self::new(StatusCode::UNAUTHORIZED, "wrong_passkey", detail),
            LoginRefusal::Busy => soon(Self::new(StatusCode::TOO_MANY_REQUESTS, "busy", detail)),
            LoginRefusal::TooManyLinks => Self::new(StatusCode::TOO_MANY_REQUESTS, "too_many_links", detail)
                .with(RETRY_AFTER, HeaderValue::from_static("3600")),
        }
    }
}

impl From<FactorRefusal> for Problem {
    fn from(refusal: FactorRefusal) -> Self {
        use FactorRefusal as No;
        let status = match &refusal {
            No::Rule(factors::Refusal::NoSuchFactor) | No::NoSuchAccount => StatusCode::NOT_FOUND,
            No::Rule(_) | No::Over | No::KnownPasskey | No::NoPlace(_) => StatusCode::CONFLICT,
            No::Name | No::WrongCode | No::WrongPasskey => StatusCode::UNPROCESSABLE_ENTITY,
            No::NotAllowed => StatusCode::FORBIDDEN,
        };
        let problem = Self::new(status, refusal.code(), refusal.to_string());
        match refusal.field() {
            Some(field) => problem.about(field),
            None => problem,
        }
    }
}

impl From<NoPlace> for Problem {
    fn from(refusal: NoPlace) -> Self {
        Self::new(StatusCode::CONFLICT, "passkeys_impossible", refusal.to_string())
    }
}

impl From<session::Refusal> for Problem {
    fn from(refusal: session::Refusal) -> Self {
        let detail = refusal.to_string();
        match refusal {
            session::Refusal::NoSuchSession => Self::missing("no_such_session", detail),
            session::Refusal::OpenAlready => Self::new(StatusCode::CONFLICT, "session_open_already", detail),
            session::Refusal::ProofsDelayed { .. } => {
                Self::new(StatusCode::TOO_MANY_REQUESTS, "proofs_delayed", detail)
            }
        }
    }
}

impl From<ProofRefusal> for Problem {
    fn from(refusal: ProofRefusal) -> Self {
        let detail = refusal.to_string();
        match refusal {
            ProofRefusal::Wrong(kind) => {
                let field = if kind == session::ProofKind::App { "code" } else { kind.word() };
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, refusal.code(), detail).about(field)
            }
            ProofRefusal::Session(refusal) => refusal.into(),
            ProofRefusal::Busy => soon(Self::new(StatusCode::TOO_MANY_REQUESTS, "busy", detail)),
        }
    }
}

impl From<KeyRefusal> for Problem {
    fn from(refusal: KeyRefusal) -> Self {
        let status = match &refusal {
            KeyRefusal::Rule(key::Refusal::NoSuchKey) => StatusCode::NOT_FOUND,
            KeyRefusal::Rule(key::Refusal::MadeAlready) => StatusCode::CONFLICT,
            KeyRefusal::Rule(key::Refusal::NotWithKey | key::Refusal::NotOnesOwn) => StatusCode::FORBIDDEN,
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        };
        let problem = Self::new(status, refusal.code(), refusal.to_string());
        match refusal.field() {
            Some(field) => problem.about(field),
            None => problem,
        }
    }
}

fn soon(problem: Problem) -> Problem {
    problem.with(RETRY_AFTER, HeaderValue::from_static("1"))
}

#[cfg(test)]
mod tests {
    use domain::identity::password::Weakness;

    use super::*;

    #[test]
    fn a_refusal_keeps_its_word_and_its_field() {
        let problem = Problem::from(AccountRefusal::Password(Weakness::Known));
        assert_eq!((problem.status.as_u16(), problem.code), (422, "password_invalid"));
        assert_eq!(problem.field.as_deref(), Some("password"));
        assert_eq!(Problem::from(LoginRefusal::WrongCode).status.as_u16(), 401);
        assert_eq!(Problem::from(session::Refusal::NoSuchSession).status.as_u16(), 404);
    }
}
