//! The table of what Twitch offers under the heading CCLs. Facts only, no behavior.

use crate::model::endpoint::{ENDPOINT, Endpoint, Method, Success};
use crate::model::field::{Value, array, record, string};

/// The heading of Twitch's reference.
pub const HEADING: &str = "CCLs";

/// Every endpoint under it, in the order of the reference.
pub const ALL: &[Endpoint] = &[GET_CONTENT_CLASSIFICATION_LABELS];

const BASE: Endpoint = Endpoint {
    heading: HEADING,
    ..ENDPOINT
};

/// List content classification labels.
///
/// See [Twitch: Get Content Classification Labels](https://dev.twitch.tv/docs/api/reference/#get-content-classification-labels).
pub const GET_CONTENT_CLASSIFICATION_LABELS: Endpoint = Endpoint {
    id: "get_content_classification_labels",
    name: "Get Content Classification Labels",
    method: Method::Get,
    path: "/content_classification_labels",
    summary: "List content classification labels",
    query: &[string("locale")
        .such_as(&[
            "bg-BG", "cs-CZ", "da-DK", "de-DE", "el-GR", "en-GB", "en-US", "es-ES", "es-MX",
            "fi-FI", "fr-FR", "hu-HU", "it-IT", "ja-JP", "ko-KR", "nl-NL", "no-NO", "pl-PL",
            "pt-BT", "pt-PT", "ro-RO", "ru-RU", "sk-SK", "sv-SE", "th-TH", "tr-TR", "vi-VN",
            "zh-CN", "zh-TW",
        ])
        .default(Value::String("en-US"))],
    success: Success::json(
        200,
        &[array(
            "data",
            &record(&[
                string("id").one_of(&[
                    "DebatedSocialIssuesAndPolitics",
                    "DrugsIntoxication",
                    "Gambling",
                    "MatureGame",
                    "ProfanityVulgarity",
                    "SexualThemes",
                    "ViolentGraphic",
                ]),
                string("description"),
                string("name"),
            ]),
        )],
    ),
    errors: &[],
    errors_documented: false,
    doubtful: &[
        "response table nests labels one level deeper than the example; example shape used",
        "locale list contains pt-BT (probably pt-BR)",
    ],
    ..BASE
};
