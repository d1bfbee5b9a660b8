//! The people, channels and applications of the usual world, written down like any other description.

use std::collections::BTreeMap;

use types::{Login, Secret};

use super::blueprint::{ChannelPlan, ClientPlan, TypePlan, UserPlan};

/// The people of the usual world: a broadcaster, a bot, a second broadcaster, moderators, VIPs, viewers.
pub(super) fn usual_users() -> Vec<UserPlan> {
    let mut users = vec![
        UserPlan {
            id: Some("1001".to_owned()),
            broadcaster_type: TypePlan::Partner,
            description: "The channel that everything here is about".to_owned(),
            ..person("somechannel", "SomeChannel", "#8A2BE2")
        },
        UserPlan {
            id: Some("12345678".to_owned()),
            description: "Answers in chat".to_owned(),
            ..person("perty", "Perty", "#FF4500")
        },
        UserPlan {
            id: Some("1002".to_owned()),
            broadcaster_type: TypePlan::Affiliate,
            description: "Another channel, to raid and to be raided by".to_owned(),
            ..person("otherchannel", "OtherChannel", "#2E8B57")
        },
    ];
    users.extend(VIEWERS.iter().zip(COLORS.iter().cycle()).enumerate().map(
        |(position, ((login, display_name), color))| {
            let mut user = person(login, display_name, color);
            // Some never chose a color, and some pay Twitch for a badge; clients must cope with both kinds.
            if position % 11 == 10 {
                user.color = None;
            }
            if position % 9 == 4 {
                user.badges.push("premium/1".to_owned());
            }
            user
        },
    ));
    users
}

/// The channels of the usual world that are not new and empty.
pub(super) fn usual_channels() -> Vec<ChannelPlan> {
    let viewers = || VIEWERS.iter().map(|(login, _)| known(login));
    vec![
        ChannelPlan {
            title: Some("Building a bot, slowly".to_owned()),
            category: Some("Software and Game Development".to_owned()),
            tags: vec!["English".to_owned(), "Cozy".to_owned()],
            live: true,
            moderators: viewers().take(4).collect(),
            vips: viewers().skip(4).take(3).collect(),
            editors: viewers().take(1).collect(),
            followers: viewers().take(50).chain([known("perty")]).collect(),
            subscribers: viewers()
                .skip(2)
                .step_by(4)
                .zip([1, 2, 3, 6, 9, 12, 18, 24, 27, 36].into_iter().cycle())
                .collect(),
            ..channel("somechannel")
        },
        ChannelPlan {
            title: Some("Tea and chess".to_owned()),
            category: Some("Chess".to_owned()),
            moderators: viewers().skip(3).take(2).collect(),
            followers: viewers().skip(10).take(20).collect(),
            ..channel("otherchannel")
        },
    ]
}

/// The applications of the usual world: one that keeps a secret and one that cannot.
pub(super) fn usual_clients() -> Vec<ClientPlan> {
    let redirect_urls = REDIRECT_URLS.map(str::to_owned).to_vec();
    vec![
        ClientPlan {
            id: "c0nf1dentialc0nf1dentialc0nf1d".to_owned(),
            name: "An app with a secret".to_owned(),
            secret: Some(Secret::new("s3cr3tofthesimulatoronlys3cr3t")),
            redirect_urls: redirect_urls.clone(),
        },
        ClientPlan {
            id: "pub1icpub1icpub1icpub1icpub1ic".to_owned(),
            name: "An app on people's own machines".to_owned(),
            secret: None,
            redirect_urls,
        },
    ]
}

fn person(login: &str, display_name: &str, color: &str) -> UserPlan {
    UserPlan {
        login: known(login),
        id: None,
        display_name: Some(display_name.to_owned()),
        color: Some(color.to_owned()),
        broadcaster_type: TypePlan::Normal,
        description: String::new(),
        badges: Vec::new(),
        verified_bot: false,
        verified_phone: true,
        suspended: false,
    }
}

/// A channel of which nothing is known but whose it is.
fn channel(login: &str) -> ChannelPlan {
    ChannelPlan {
        login: known(login),
        title: None,
        category: None,
        language: None,
        tags: Vec::new(),
        live: false,
        moderators: Vec::new(),
        vips: Vec::new(),
        editors: Vec::new(),
        followers: Vec::new(),
        subscribers: BTreeMap::new(),
        banned: BTreeMap::new(),
    }
}

fn known(login: &str) -> Login {
    login.parse().expect("the logins of this file are valid")
}

/// Where logins may be sent back to; the first one also hears of logins that wanted to go elsewhere.
const REDIRECT_URLS: [&str; 9] = [
    "http://localhost:3000",
    "http://localhost:3000/callback",
    "https://localhost:3000/callback",
    "http://localhost:17563",
    "http://localhost:17564",
    "http://localhost:17565",
    "https://localhost:17563",
    "https://localhost:17564",
    "https://localhost:17565",
];

/// The colors that Twitch offers to everybody.
const COLORS: [&str; 15] = [
    "#FF0000", "#0000FF", "#008000", "#B22222", "#FF7F50", "#9ACD32", "#FF4500", "#2E8B57",
    "#DAA520", "#D2691E", "#5F9EA0", "#1E90FF", "#FF69B4", "#8A2BE2", "#00FF7F",
];

/// Login and display name; the first four moderate, the next three are VIPs.
const VIEWERS: [(&str, &str); 66] = [
    ("blue_lantern", "Blue_Lantern"),
    ("quietharbor", "QuietHarbor"),
    ("mizu_no_oto", "水の音"),
    ("kettle_on", "kettle_on"),
    ("nightheron", "NightHeron"),
    ("paperplane7", "PaperPlane7"),
    ("seolhwa_", "설화"),
    ("tin_roof", "Tin_Roof"),
    ("oakmoss", "oakmoss"),
    ("veter_s_morya", "ветер"),
    ("copperleaf", "CopperLeaf"),
    ("latebus", "LateBus"),
    ("haru_biyori", "春日和"),
    ("snowglobe_", "SnowGlobe_"),
    ("driftwood22", "Driftwood22"),
    ("lemonpith", "lemonpith"),
    ("gravelpath", "GravelPath"),
    ("qamar_layl", "قمر"),
    ("tealumbrella", "TealUmbrella"),
    ("windowseat", "WindowSeat"),
    ("marbles_", "Marbles_"),
    ("foxglove_t", "Foxglove_T"),
    ("static_hum", "static_hum"),
    ("yozora88", "夜空88"),
    ("sandcastle9", "SandCastle9"),
    ("pinecone_", "Pinecone_"),
    ("slowtrain", "SlowTrain"),
    ("mossybrick", "MossyBrick"),
    ("dozhd_idet", "дождь_идёт"),
    ("cinnamonbun", "CinnamonBun"),
    ("kiteweather", "KiteWeather"),
    ("brasskey", "BrassKey"),
    ("xiaoyuyu", "小雨雨"),
    ("puddlejump", "PuddleJump"),
    ("northwindow", "NorthWindow"),
    ("velvetmoth", "VelvetMoth"),
    ("twotoast", "twotoast"),
    ("plumstone", "PlumStone"),
    ("baramgyeol", "바람결"),
    ("cloudshelf", "CloudShelf"),
    ("ember_kin", "Ember_Kin"),
    ("saltmarsh", "SaltMarsh"),
    ("oldradio", "OldRadio"),
    ("thalassa_", "θάλασσα"),
    ("greenbench", "GreenBench"),
    ("inkwell_", "Inkwell_"),
    ("fogbell", "FogBell"),
    ("rainyroof", "RainyRoof"),
    ("silvertwig", "SilverTwig"),
    ("hoshi_kuzu", "星屑"),
    ("crackedcup", "CrackedCup"),
    ("lowtide_", "LowTide_"),
    ("halfmoon12", "HalfMoon12"),
    ("wickerchair", "WickerChair"),
    ("featherfall", "FeatherFall"),
    ("doi_sutthep", "ดอย"),
    ("applecrate", "AppleCrate"),
    ("gentlehill", "GentleHill"),
    ("matchbox_", "Matchbox_"),
    ("sea_glass_", "Sea_Glass_"),
    ("tumbleweed5", "Tumbleweed5"),
    ("warmsocks", "WarmSocks"),
    ("birchbark", "BirchBark"),
    ("lanternfish", "LanternFish"),
    ("honeyjar_", "HoneyJar_"),
    ("lurking_only", "lurking_only"),
];
