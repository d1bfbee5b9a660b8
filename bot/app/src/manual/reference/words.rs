//! The facts about a call and its parameters, in words.

use sim::played::{self, How};
use spec::model::field::{Field, Format, Kind, Value};
use spec::{
    Body, Claim, ClaimedRole, Effect, Endpoint, Identity, Method, RateLimit, Requirement, Scopes,
    Status, Success,
};

use super::rules::token;

/// One parameter.
pub(super) struct Row {
    pub option: String,
    pub place: &'static str,
    pub kind: String,
    pub needed: &'static str,
    pub limits: String,
}

/// What somebody must have and be, how often it may be called, and what the simulator makes of it.
pub(super) fn facts(endpoint: &'static Endpoint) -> Vec<String> {
    let mut facts = vec![tokens(endpoint)];
    facts.extend(scope_sentence(endpoint));
    facts.extend(endpoint.identity.iter().map(identity));
    for grant in endpoint.app_token_grants {
        let waived = grant
            .waived_if
            .map(plain)
            .map_or(String::new(), |reason| format!(", unless the {reason}"));
        facts.push(format!(
            "With an app access token: whoever stands in `{}` ({}) must have granted {} to the application before{waived}.",
            grant.param,
            plain(grant.grantor),
            scopes(&grant.scopes).unwrap_or_else(|| "access".to_owned())
        ));
    }
    facts.extend(conditional(endpoint));
    if endpoint.scopes_from_event_type {
        facts.push("Which scopes are needed depends on the event type.".to_owned());
    }
    facts.extend(endpoint.jwt.map(|jwt| {
        format!(
            "The extension's token must claim {} and the role `{}`.",
            ticked(jwt.claims, "and"),
            jwt.role
        )
    }));
    facts.extend(endpoint.requires.iter().map(requirement));
    facts.extend(endpoint.rate_limits.iter().map(rate_limit));
    for (name, number) in endpoint.limits {
        facts.push(format!("Limit: {} {number}.", plain(name)));
    }
    facts.extend(repeat(endpoint));
    facts.push(simulator(endpoint));
    facts
}

/// Whether it can be relied on, if there is something to say.
pub(super) fn status(endpoint: &Endpoint) -> Option<String> {
    match (endpoint.status, endpoint.deprecation) {
        (Status::Ga, _) => None,
        (Status::Beta, _) => {
            Some("Twitch calls this a beta: it may change without notice.".to_owned())
        }
        (Status::Deprecated, Some(what)) => {
            let since = what.gone_since.map_or_else(
                || "Twitch has deprecated it".to_owned(),
                |day| format!("Twitch has switched it off on {day}"),
            );
            let instead = what.replacement.and_then(spec::endpoint);
            let instead = instead.map_or(String::new(), |other| {
                format!("; `{}` takes its place", other.anchor())
            });
            Some(format!("{since}{instead}."))
        }
        (Status::Deprecated, None) => Some("Twitch has deprecated it.".to_owned()),
    }
}

fn tokens(endpoint: &Endpoint) -> String {
    let kinds: Vec<&str> = endpoint.tokens.iter().map(|kind| token(*kind)).collect();
    let only = endpoint.app_token_only_for.map_or(String::new(), |who| {
        format!(
            "; the application must be a {}",
            plain(who).trim_end_matches(" only")
        )
    });
    let mut sentence = format!("Token: {}{only}.", kinds.join(" or "));
    for (transport, kind) in endpoint.token_by_transport {
        let transport = format!("{transport:?}").to_lowercase();
        sentence.push_str(&format!(
            "\n  The transport `{transport}` takes {}.",
            token(*kind)
        ));
    }
    sentence
}

/// Which login must have granted what.
fn scope_sentence(endpoint: &Endpoint) -> Option<String> {
    let wanted = scopes(&endpoint.scopes)?;
    let whose = match endpoint.claims().next().map(|claim| claim.role) {
        Some(ClaimedRole::Broadcaster) => "the broadcaster's login",
        Some(ClaimedRole::BroadcasterOrModerator) => {
            "the login of the broadcaster or moderator who makes the call"
        }
        Some(ClaimedRole::BroadcasterOrEditor) => {
            "the login of the broadcaster or editor who makes the call"
        }
        Some(ClaimedRole::Myself | ClaimedRole::Other(_)) | None => {
            "the login of whoever makes the call"
        }
    };
    Some(format!("Scope: {wanted}; {whose} must have it."))
}

/// Scopes in words; nothing if none is needed.
pub(super) fn scopes(scopes: &Scopes) -> Option<String> {
    match (scopes.all_of, scopes.any_of) {
        ([], []) => None,
        (all, []) => Some(ticked(all, "and")),
        ([], any) => Some(ticked(any, "or")),
        (all, any) => Some(format!(
            "{} and one of {}",
            ticked(all, "and"),
            ticked(any, "or")
        )),
    }
}

fn conditional(endpoint: &Endpoint) -> impl Iterator<Item = String> {
    endpoint.conditional_scopes.iter().map(|condition| {
        let about: Vec<&str> = condition
            .params
            .iter()
            .chain(condition.response_fields)
            .copied()
            .collect();
        let with = condition
            .token
            .map_or(String::new(), |kind| format!(" with {}", token(kind)));
        let without = condition.without.map_or(String::new(), |what| {
            format!("; without it: {}", plain(what))
        });
        match about.as_slice() {
            [] => format!("Also{with}: {}{without}.", ticked(condition.any_of, "or")),
            about => format!(
                "For {}{with}: {}{without}.",
                ticked(about, "and"),
                ticked(condition.any_of, "or")
            ),
        }
    })
}

fn identity(identity: &Identity) -> String {
    let claims: Vec<String> = identity.claims().iter().map(claim).collect();
    format!("With a user access token, {}.", claims.join(", or "))
}

fn claim(claim: &Claim) -> String {
    let who = match claim.role {
        ClaimedRole::Broadcaster => "the broadcaster".to_owned(),
        ClaimedRole::BroadcasterOrModerator => {
            "the broadcaster or one of their moderators".to_owned()
        }
        ClaimedRole::BroadcasterOrEditor => "the broadcaster or one of their editors".to_owned(),
        ClaimedRole::Myself => String::new(),
        ClaimedRole::Other(label) => plain(label),
    };
    let who = if who.is_empty() {
        who
    } else {
        format!(", who is {who}")
    };
    let when = match claim.when {
        None => String::new(),
        Some("present") => " if it is given".to_owned(),
        Some(label) => format!(" ({})", plain(label)),
    };
    format!("`{}` is the id of the token's user{who}{when}", claim.param)
}

fn requirement(requirement: &Requirement) -> String {
    let sentence = match requirement {
        Requirement::PartnerOrAffiliate => "The broadcaster must be a partner or an affiliate.",
        Requirement::SameClientId => "Only the application that made the thing may touch it.",
        Requirement::ClientInOrganization => "The application must belong to an organization.",
        Requirement::Live => "The channel must be live.",
        Requirement::VodEnabled => "The channel must keep its past broadcasts.",
        Requirement::VerifiedPhone => "The account must have a verified phone number.",
        Requirement::Other(label) => return format!("Needs: {}.", plain(label)),
    };
    sentence.to_owned()
}

fn rate_limit(limit: &RateLimit) -> String {
    let counted = limit.counts.map_or_else(|| "calls".to_owned(), plain);
    let account = limit
        .account
        .map_or(String::new(), |kind| format!(" (a {kind} account)"));
    format!(
        "Own limit: {} {counted} in {} s for each {}{account}.",
        limit.limit,
        limit.per_seconds,
        plain(limit.scope)
    )
}

fn repeat(endpoint: &Endpoint) -> Option<String> {
    let because = endpoint.repeat.because;
    match endpoint.repeat.effect {
        Effect::Reads => None,
        Effect::Settles => Some(format!(
            "After trouble in passing it is sent again: {because}."
        )),
        Effect::SettlesWith(name) => Some(format!(
            "After trouble in passing it is sent again if `{name}` is given: {because}."
        )),
        Effect::SettlesWithout(name) => Some(format!(
            "After trouble in passing it is sent again unless `{name}` is given: {because}."
        )),
        Effect::Adds => Some(format!(
            "If it may have been done it is not sent again: {because}."
        )),
    }
}

fn simulator(endpoint: &Endpoint) -> String {
    let played = played::played(endpoint);
    let word = how(played.how);
    match played.remark {
        "" => format!("In the simulator: {word}."),
        remark => format!("In the simulator: {word}; {remark}."),
    }
}

/// How far the simulator goes, in a word.
pub(super) fn how(how: How) -> &'static str {
    match how {
        How::Acts => "acts",
        How::Keeps => "keeps",
        How::Answers => "answers",
        How::Gone => "gone",
    }
}

/// What the words mean.
pub(super) const HOW: &str =
    "what acts is seen in chat and by other calls, and of the others nothing comes";

/// Every parameter, the query's first, each before what stands inside of it.
pub(super) fn parameters(endpoint: &'static Endpoint) -> Vec<Row> {
    let mut rows = Vec::new();
    for field in endpoint.query {
        add(&mut rows, "query", ("", field));
    }
    for field in endpoint.body.unwrap_or_default() {
        add(&mut rows, "body", ("", field));
    }
    rows
}

fn add(rows: &mut Vec<Row>, place: &'static str, (outside, field): (&str, &'static Field)) {
    let path = match outside {
        "" => field.name.to_owned(),
        outside => format!("{outside}.{}", field.name),
    };
    rows.push(Row {
        option: format!("--{}", path.replace('_', "-")),
        place,
        kind: kind(field),
        needed: if field.required { "yes" } else { "" },
        limits: limits(field).join("; "),
    });
    let inside: &[Field] = match field.kind {
        Kind::Object(fields) => fields,
        Kind::Array(Field {
            kind: Kind::Object(fields),
            ..
        }) => fields,
        _ => &[],
    };
    for field in inside {
        add(rows, place, (&path, field));
    }
}

fn kind(field: &Field) -> String {
    let single = match (field.kind, field.format) {
        (Kind::String, Some(Format::DateTime)) => "date".to_owned(),
        (Kind::String, Some(Format::IanaTimezone)) => "time zone".to_owned(),
        (Kind::String, Some(Format::NumericString)) => "number as text".to_owned(),
        (Kind::String, _) if field.name == "id" || field.name.ends_with("_id") => "id".to_owned(),
        (Kind::String, _) => "text".to_owned(),
        (Kind::Integer, _) => "whole number".to_owned(),
        (Kind::Number, _) => "number".to_owned(),
        (Kind::Boolean, _) => "true or false".to_owned(),
        (Kind::Object(_), _) => "object".to_owned(),
        (Kind::Map(_), _) => "object with free keys".to_owned(),
        (Kind::Array(element), _) => return format!("list of {}s", kind(element)),
    };
    if field.repeated {
        format!("{single}, may be repeated")
    } else {
        single
    }
}

fn limits(field: &Field) -> Vec<String> {
    let mut facts = Vec::new();
    facts.extend(bounds(field.min_items, field.max_items, " values"));
    facts.extend(bounds(field.min_length, field.max_length, " characters"));
    facts.extend(bounds(field.min, field.max, ""));
    facts.extend(field.precision.map(|step| format!("in steps of {step}")));
    facts.extend(field.max_bytes.map(|most| format!("at most {most} bytes")));
    if !field.values.is_empty() {
        let word = if field.values_open {
            "such as"
        } else {
            "one of"
        };
        facts.push(format!("{word} {}", ticked(field.values, "or")));
    }
    if !field.numbers.is_empty() {
        let numbers: Vec<String> = field.numbers.iter().map(i64::to_string).collect();
        facts.push(format!("one of {}", numbers.join(", ")));
    }
    facts.extend(
        field
            .pattern
            .map(|label| format!("like `{}`", label.replace('|', "\\|"))),
    );
    facts.extend(
        field
            .default
            .map(|value| format!("if left out: {}", default(value))),
    );
    if field.deprecated {
        facts.push("deprecated".to_owned());
    }
    if let Kind::Array(element) = field.kind {
        facts.extend(
            limits(element)
                .into_iter()
                .map(|fact| format!("each {fact}")),
        );
    }
    facts
}

fn bounds<Number: std::fmt::Display>(
    min: Option<Number>,
    max: Option<Number>,
    unit: &str,
) -> Option<String> {
    match (min, max) {
        (Some(min), Some(max)) => Some(format!("{min} to {max}{unit}")),
        (Some(min), None) => Some(format!("at least {min}{unit}")),
        (None, Some(max)) => Some(format!("at most {max}{unit}")),
        (None, None) => None,
    }
}

fn default(value: Value) -> String {
    match value {
        Value::String(text) => format!("`{text}`"),
        Value::Integer(number) => number.to_string(),
        Value::Boolean(truth) => truth.to_string(),
    }
}

/// What comes back when it worked.
pub(super) fn success(success: Success) -> String {
    match success.body {
        Body::None => format!("{} without a body", success.status),
        Body::Json(_) => format!("{} with JSON", success.status),
        Body::Other(kind) => format!("{} with `{kind}`", success.status),
    }
}

/// What a status means.
pub(super) fn error(status: u16) -> &'static str {
    match status {
        400 => "a parameter is missing or wrong, or things stand so that it cannot be done.",
        401 => {
            "the token is missing, expired, of the wrong kind or another person's, or lacks the scope."
        }
        403 => "whoever calls may not do this.",
        404 => "what was named is not there.",
        409 => "somebody changes the same thing right now, or it is done already.",
        410 => "Twitch has switched it off.",
        422 => "what was sent is understood, and cannot be done.",
        425 => "it is too early; try again later.",
        429 => "too many calls; wait.",
        _ => "Twitch has trouble; try again.",
    }
}

/// The HTTP method.
pub(super) fn method(method: Method) -> &'static str {
    match method {
        Method::Get => "GET",
        Method::Post => "POST",
        Method::Put => "PUT",
        Method::Patch => "PATCH",
        Method::Delete => "DELETE",
    }
}

/// The anchor of a heading, which is also the name of its file.
pub(super) fn slug(name: &str) -> String {
    let kept = name
        .chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.collect::<String>().to_lowercase().replace(' ', "-")
}

fn ticked(names: &[&str], word: &str) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} {word} {last}", rest.join(", ")),
        None => String::new(),
    }
}

/// A label of the table as words.
fn plain(label: &str) -> String {
    label.replace('_', " ")
}
