//! What the control door works with, and the forms of its answers.

use http::StatusCode;
use serde_json::Value;
use types::{Timestamp, UserId};

use crate::chat::Stage;
use crate::fault::Faults;
use crate::irc::Door;
use crate::oauth::pending::Pending;
use crate::places::Places;
use crate::reply::{self, Reply};
use crate::request::Parameters;
use crate::statistics::Statistics;
use crate::tally::Tally;
use crate::world::user::User;

/// Everything within reach of the control door.
pub(crate) struct Console<'a> {
    pub(crate) stage: Stage<'a>,
    pub(crate) pending: &'a mut Pending,
    pub(crate) irc: &'a mut Door,
    pub(crate) places: &'a Places,
    pub(crate) faults: &'a mut Faults,
    pub(crate) tally: &'a Tally,
    pub(crate) statistics: Statistics,
}

/// An answer, and the moment that time is to be moved to before it is given.
pub(crate) struct Done {
    pub(crate) reply: Reply,
    pub(crate) moved_to: Option<Timestamp>,
}

/// Why something was not done, as a sentence.
pub(super) struct Problem(StatusCode, String);

impl Problem {
    pub(super) fn new(sentence: impl Into<String>) -> Self {
        Self(StatusCode::BAD_REQUEST, sentence.into())
    }

    pub(super) fn not_found(sentence: impl Into<String>) -> Self {
        Self(StatusCode::NOT_FOUND, sentence.into())
    }

    pub(super) fn reply(&self) -> Reply {
        reply::error(self.0, &self.1)
    }
}

impl From<Reply> for Done {
    fn from(reply: Reply) -> Self {
        Self {
            reply,
            moved_to: None,
        }
    }
}

impl Console<'_> {
    /// The account whose login stands in a field.
    pub(super) fn account(&self, form: &Parameters, field: &str) -> Result<UserId, Problem> {
        let Some(login) = form.value(field) else {
            return Err(Problem::new(format!(
                "{field} is missing: say whose login it is"
            )));
        };
        match self.user(login) {
            Some(user) => Ok(user.id.clone()),
            None => Err(Problem::not_found(format!(
                "nobody here has the login {login:?}"
            ))),
        }
    }

    /// The same, if the field is there.
    pub(super) fn account_if_given(
        &self,
        form: &Parameters,
        field: &str,
    ) -> Result<Option<UserId>, Problem> {
        match form.value(field) {
            Some(_) => self.account(form, field).map(Some),
            None => Ok(None),
        }
    }

    /// Whether an account can be used.
    pub(super) fn is_active(&self, id: &UserId) -> bool {
        let user = self.stage.world.users.get(id.as_str());
        user.is_some_and(User::is_active)
    }

    /// The login of an account that is there.
    pub(super) fn login_of(&self, id: &UserId) -> types::Login {
        let user = self.stage.world.users.get(id.as_str());
        let login = user.map(|user| user.login.clone());
        login.expect("ids of accounts are taken from the world, which forgets nobody")
    }

    fn user(&self, login: &str) -> Option<&User> {
        let login: types::Login = login.parse().ok()?;
        self.stage.world.users.by_login(login.as_str())
    }
}

/// An answer that tells what was done.
pub(super) fn done(what: &Value) -> Result<Done, Problem> {
    Ok(reply::json(StatusCode::OK, what).into())
}
