//! Endpoints as the files write them.

use serde_json::{Value, json};
use spec::{
    AppTokenGrant, Body, Claim, ClaimedRole, ConditionalScopes, Endpoint, Identity, Method,
    Pagination, RateLimit, Requirement, Status, TokenKind, Transport,
};

use super::facts::{Facts, list, texts};
use super::field::{Place, fields};
use super::rule::{rules, token};

/// Every endpoint.
pub(super) fn endpoints() -> Value {
    list(spec::ENDPOINTS, |one| endpoint(one))
}

fn endpoint(endpoint: &Endpoint) -> Value {
    let facts = Facts::default()
        .tell("id", endpoint.id)
        .tell("doc_anchor", endpoint.anchor())
        .tell("name", endpoint.name)
        .tell("category", endpoint.heading)
        .tell("method", method(endpoint.method))
        .tell("path", endpoint.path)
        .tell("summary", endpoint.summary)
        .tell("status", status(endpoint.status))
        .tell("query", fields(endpoint.query, Place::Query))
        .tell("query_rules", rules(endpoint.query_rules))
        .tell("body", endpoint.body.map_or(Value::Null, body))
        .tell("body_rules", rules(endpoint.body_rules))
        .tell("responses", responses(endpoint))
        .tell("paginated", endpoint.pagination.is_some())
        .tell(
            "pagination",
            endpoint.pagination.map_or(Value::Null, pagination),
        )
        .tell("rate_limits", list(endpoint.rate_limits, rate_limit))
        .tell("limits", pairs(endpoint.limits))
        .tell("first_announced", endpoint.first_announced)
        .tell("ga_since", endpoint.ga_since)
        .tell_some("deprecation", endpoint.deprecation.map(deprecation))
        .tell("doubtful", texts(endpoint.doubtful))
        .tell("documented", pairs(endpoint.documented));
    authorization(facts, endpoint).finish()
}

/// Who may call it.
fn authorization(facts: Facts, endpoint: &Endpoint) -> Facts {
    let by_transport = (!endpoint.token_by_transport.is_empty()).then(|| {
        let mut rule = token_by_transport(endpoint.token_by_transport);
        rule["rule"] = "token_by_transport".into();
        json!([rule])
    });
    let scopes_from = endpoint
        .scopes_from_event_type
        .then_some("eventsub-types.json");
    facts
        .tell("token", list(endpoint.tokens, |kind| token(*kind).into()))
        .tell(
            "scopes",
            json!({"any_of": endpoint.scopes.any_of, "all_of": endpoint.scopes.all_of}),
        )
        .tell(
            "conditional_scopes",
            list(endpoint.conditional_scopes, conditional_scopes),
        )
        .tell("app_token_grants", grants(endpoint.app_token_grants))
        .tell_some("app_token_only_for", endpoint.app_token_only_for)
        .tell("identity", list(endpoint.identity, identity))
        .tell_some("auth_rules", by_transport)
        .tell_some("scopes_from", scopes_from)
        .tell_some("jwt_claims", endpoint.jwt.map(|jwt| texts(jwt.claims)))
        .tell_some("jwt_role", endpoint.jwt.map(|jwt| jwt.role))
        .tell(
            "requires",
            list(endpoint.requires, |one| requirement(*one).into()),
        )
}

fn conditional_scopes(scopes: &ConditionalScopes) -> Value {
    Facts::default()
        .tell("any_of", texts(scopes.any_of))
        .tell_list("params", scopes.params)
        .tell_list("response_fields", scopes.response_fields)
        .tell_some("token", scopes.token.map(token))
        .tell_some("without", scopes.without)
        .finish()
}

pub(super) fn grants(grants: &[AppTokenGrant]) -> Value {
    list(grants, |grant| {
        Facts::default()
            .tell("grantor", grant.grantor)
            .tell("param", grant.param)
            .tell("any_of", texts(grant.scopes.any_of))
            .tell("all_of", texts(grant.scopes.all_of))
            .tell_some("waived_if", grant.waived_if)
            .finish()
    })
}

fn identity(identity: &Identity) -> Value {
    match identity {
        Identity::Is(one) => claim(one),
        Identity::AnyOf(claims) => json!({"any_of": list(claims, claim)}),
    }
}

fn claim(claim: &Claim) -> Value {
    let place = match claim.place {
        spec::Place::Query => "query",
        spec::Place::Body => "body",
    };
    Facts::default()
        .tell("param", claim.param)
        .tell("in", place)
        .tell("must_equal", "token_user")
        .tell("role", role(claim.role))
        .tell_some("when", claim.when)
        .finish()
}

/// The tokens by transport; a file names the transports as keys.
pub(super) fn token_by_transport(transports: &[(Transport, TokenKind)]) -> Value {
    transports
        .iter()
        .map(|(way, kind)| (transport(*way), token(*kind)))
        .collect()
}

fn body(body: &[spec::Field]) -> Value {
    json!({
        "content_type": "application/json",
        "required": true,
        "fields": fields(body, Place::Body),
    })
}

fn responses(endpoint: &Endpoint) -> Value {
    let body = match endpoint.success.body {
        Body::None => Value::Null,
        Body::Json(answer) => {
            json!({"content_type": "application/json", "fields": fields(answer, Place::Answer)})
        }
        Body::Other(content_type) => json!({"content_type": content_type, "fields": null}),
    };
    json!({
        "success": {"status": endpoint.success.status, "body": body},
        "errors": endpoint.errors,
        "errors_documented": endpoint.errors_documented,
    })
}

fn pagination(pagination: Pagination) -> Value {
    Facts::default()
        .tell("cursor_param", pagination.cursor)
        .tell("backward_param", pagination.backward)
        .tell("page_size_param", pagination.page_size)
        .tell("cursor_path", pagination.path)
        .tell_some("cursor_path_alternate", pagination.alternate_path)
        .tell("end", pagination.end)
        .finish()
}

fn rate_limit(limit: &RateLimit) -> Value {
    Facts::default()
        .tell("limit", limit.limit)
        .tell("per_seconds", limit.per_seconds)
        .tell("scope", limit.scope)
        .tell_some("account", limit.account)
        .tell_some("counts", limit.counts)
        .finish()
}

fn deprecation(deprecation: spec::Deprecation) -> Value {
    json!({
        "empty_since": deprecation.empty_since,
        "gone_410_since": deprecation.gone_since,
        "replacement": deprecation.replacement,
    })
}

fn pairs<T: Copy + Into<Value>>(pairs: &[(&'static str, T)]) -> Value {
    pairs.iter().copied().collect()
}

pub(super) fn method(method: Method) -> &'static str {
    match method {
        Method::Get => "GET",
        Method::Post => "POST",
        Method::Put => "PUT",
        Method::Patch => "PATCH",
        Method::Delete => "DELETE",
    }
}

pub(super) fn status(status: Status) -> &'static str {
    match status {
        Status::Ga => "ga",
        Status::Beta => "beta",
        Status::Deprecated => "deprecated",
    }
}

pub(super) fn transport(transport: Transport) -> &'static str {
    match transport {
        Transport::Webhook => "webhook",
        Transport::Websocket => "websocket",
        Transport::Conduit => "conduit",
    }
}

fn role(role: ClaimedRole) -> &'static str {
    match role {
        ClaimedRole::Broadcaster => "broadcaster",
        ClaimedRole::BroadcasterOrModerator => "broadcaster_or_moderator",
        ClaimedRole::BroadcasterOrEditor => "broadcaster_or_editor",
        ClaimedRole::Myself => "self",
        ClaimedRole::Other(label) => label,
    }
}

fn requirement(requirement: Requirement) -> &'static str {
    match requirement {
        Requirement::PartnerOrAffiliate => "partner_or_affiliate",
        Requirement::SameClientId => "same_client_id",
        Requirement::ClientInOrganization => "client_in_organization",
        Requirement::Live => "live",
        Requirement::VodEnabled => "vod_enabled",
        Requirement::VerifiedPhone => "verified_phone",
        Requirement::Other(label) => label,
    }
}
