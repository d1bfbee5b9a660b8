//! What extensions sell for Bits; nobody buys it here.

use http::StatusCode;
use serde_json::{Value, json};

use crate::helix::call::Call;
use crate::reply::{self, Reply};
use crate::world::World;
use crate::world::extension::Product;

/// Get Extension Bits Products: those on sale, or all of them.
pub(crate) fn get(world: &World, call: &Call<'_>) -> Reply {
    let wants_all = call.query.value("should_include_all") == Some("true");
    let data: Vec<Value> = world
        .extensions
        .products
        .iter()
        .filter(|((client, _), product)| {
            let is_over = product.expires_at.is_some_and(|end| end <= world.now);
            *client == call.caller.client && (wants_all || !product.is_in_development && !is_over)
        })
        .map(|((_, sku), product)| told(sku, product))
        .collect();
    reply::json(StatusCode::OK, &json!({ "data": data }))
}

/// Update Extension Bits Product: by its SKU; a new one if there is none.
pub(crate) fn update(world: &mut World, call: &Call<'_>) -> Reply {
    let flag = |name: &str| call.field(name) == Some(&Value::Bool(true));
    let sku = call.body_text("sku");
    let product = Product {
        bits: call
            .field("cost.amount")
            .and_then(Value::as_u64)
            .unwrap_or(0),
        display_name: call.body_text("display_name").to_owned(),
        is_in_development: flag("in_development"),
        is_broadcast: flag("is_broadcast"),
        expires_at: call.body_text("expiration").parse().ok(),
    };
    let told = told(sku, &product);
    let key = (call.caller.client.clone(), sku.to_owned());
    world.extensions.products.insert(key, product);
    reply::json(StatusCode::OK, &json!({ "data": [told] }))
}

fn told(sku: &str, product: &Product) -> Value {
    let expiration = product.expires_at.map(|end| end.to_string());
    json!({
        "sku": sku,
        "cost": { "amount": product.bits, "type": "bits" },
        "in_development": product.is_in_development,
        "display_name": product.display_name,
        "expiration": expiration.unwrap_or_default(),
        "is_broadcast": product.is_broadcast,
    })
}
