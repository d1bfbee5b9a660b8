//! `streamhand demo`: a simulated Twitch, a bot that logs in over HTTP like any other, and viewers who chat.

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use auth::{Http, Scheme};
use sim::server::Settings;
use sim::{Server, Viewers};
use store::Store;
use types::{Login, Secret};

use crate::bot::Bot;
use crate::cli::{self, Global};
use crate::command::output;
use crate::config::Config;
use crate::config::place::Folders;
use crate::context::Context;
use crate::failure::{Failure, Status};
use crate::login;
use crate::login::news::News;
use crate::login::wanted::{Audience, Manner, Wanted};
use crate::scopes;
use crate::screen::Screen;
use crate::screen::status_line::StatusLine;
use crate::shutdown;
use crate::simulator;
use crate::viewing::{Viewing, Watched};

/// Shows everything until the end is asked for, or the time is over.
///
/// # Errors
/// If a part does not start; a demo that went wrong on the way says so in its summary and its status.
pub(crate) async fn run(
    options: cli::Demo,
    global: &Global,
    status: &StatusLine,
) -> Result<ExitCode, Failure> {
    let listener = shutdown::Listener::start();
    let viewers = viewers(&options)?;
    let mut settings = Settings {
        seed: options.seed,
        device_interval: Some(DEVICE_INTERVAL),
        ..Settings::default()
    };
    simulator::choose_addresses(&mut settings, options.addresses, None);
    let server = simulator::start(settings).await?;
    let folder = DataFolder::choose(global)?;
    let context = context(&server, folder.path(), global.json)?;
    let show = Show {
        server: &server,
        context: &context,
        status,
        listener: &listener,
    };
    let end = tokio::select! {
        biased;
        request = listener.requested() => Ok(request.exit_code()),
        bot = show.prepare() => match bot {
            Ok(bot) => show.play(bot, Plan { viewers, duration: options.duration }).await,
            Err(failure) => Err(failure),
        },
    };
    server.shut_down().await;
    end
}

/// What is to happen on the stage.
struct Plan {
    viewers: Viewers,
    /// Until somebody ends it, if not set.
    duration: Option<Duration>,
}

/// A demo that is under way.
struct Show<'parts> {
    server: &'parts Server,
    context: &'parts Context,
    status: &'parts StatusLine,
    listener: &'parts shutdown::Listener,
}

impl Show<'_> {
    /// Everything before the curtain: both accounts log in, and the bot starts.
    async fn prepare(&self) -> Result<Bot, Failure> {
        let http = self.context.http()?;
        let store = self.context.store().await?;
        let config = &self.context.config;
        let bot = Wanted {
            role: cli::Role::Bot,
            login: config.bot.clone(),
            scopes: scopes::of_bot(config),
        };
        let broadcaster = Wanted {
            role: cli::Role::Broadcaster,
            login: config.channels.first().cloned(),
            scopes: scopes::of_broadcaster(config),
        };
        let doors = (&store, &http);
        tokio::try_join!(self.log_in(doors, &bot), self.log_in(doors, &broadcaster))?;
        store.close().await;
        Bot::start(self.context, |_| ()).await
    }

    /// Logs an account in through the front door; a scripted user types the code.
    async fn log_in(&self, doors: (&Store, &Http), wanted: &Wanted) -> Result<Login, Failure> {
        let origin = self.server.places().origin();
        let tell = |news| {
            if let (News::Code(prompt), Some(login)) = (news, &wanted.login) {
                consent(doors.1.clone(), &origin, &prompt.user_code, login.clone());
            }
        };
        let manner = Manner {
            flow: cli::Flow::Device,
            scheme: Scheme::Http,
            audience: Audience::Program,
        };
        let account = login::log_in(self.context, doors, wanted, (manner, &tell)).await?;
        Ok(account.login)
    }

    async fn play(&self, mut bot: Bot, plan: Plan) -> Result<ExitCode, Failure> {
        let screen = Screen::new(self.status, self.context.is_json, false);
        let mut viewing = Viewing::new(&screen);
        if !self.context.is_json {
            output::line(&format!(
                "The simulated Twitch is at {}/sim",
                self.server.places().origin()
            ));
        }
        let request = tokio::select! {
            biased;
            request = self.listener.requested() => Some(request),
            () = self.perform(&mut bot, &mut viewing, plan) => None,
        };
        self.server.stop_viewers();
        let patience = if request.is_some() {
            LAST_LINES_IN_HASTE
        } else {
            LAST_LINES
        };
        self.let_chat_arrive(&bot, patience).await;
        screen.close();
        let counters = Arc::clone(&bot.counters);
        bot.stop().await;
        let summary = Summary::gather(self.server, &self.context.config, &counters);
        summary.print(self.context.is_json);
        match request {
            Some(request) => Ok(request.exit_code()),
            None if summary.errors > 0 => Ok(ExitCode::from(Status::Failed as u8)),
            None => Ok(ExitCode::SUCCESS),
        }
    }

    /// Lets the viewers chat as soon as the bot hears them.
    async fn perform(&self, bot: &mut Bot, viewing: &mut Viewing<'_>, plan: Plan) {
        bot.ready().await;
        self.server.start_viewers(plan.viewers);
        let watched = viewing.follow_while_read(bot);
        // Running out of time is how it is meant to end, and a show without spectators is over.
        let ending = match plan.duration {
            Some(duration) => tokio::time::timeout(duration, watched).await.ok(),
            None => Some(watched.await),
        };
        if ending == Some(Watched::Ended) {
            bot.counters.errors.increment();
            tracing::error!("the bot ended by itself");
        }
    }

    /// What was said before the end is still on its way to the bot.
    async fn let_chat_arrive(&self, bot: &Bot, patience: Duration) {
        let said = self.server.statistics().chat_lines;
        let arrival = async {
            while bot.counters.chat_lines.value() < said {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        if tokio::time::timeout(patience, arrival).await.is_err() {
            bot.counters.errors.increment();
            tracing::error!(
                said,
                read = bot.counters.chat_lines.value(),
                "some lines never reached the bot"
            );
        }
    }
}

/// What a demo ends with; the names are a contract.
#[derive(Debug, serde::Serialize)]
struct Summary {
    event: &'static str,
    chat_lines: u64,
    commands: u64,
    replies_sent: u64,
    replies_confirmed: u64,
    replies_dropped: u64,
    tokens_refreshed: u64,
    errors: u64,
    answer_time_ms: Option<f64>,
}

impl Summary {
    fn gather(server: &Server, config: &Config, counters: &crate::counters::Counters) -> Self {
        let seen = server.statistics();
        let bot = config.bot.as_ref().and_then(|login| seen.bots.get(login));
        Self {
            event: "summary",
            chat_lines: counters.chat_lines.value(),
            commands: counters.commands.value(),
            replies_sent: counters.replies_sent.value(),
            replies_confirmed: bot.map_or(0, |bot| bot.seen),
            replies_dropped: counters.replies_dropped.value(),
            tokens_refreshed: counters.tokens_refreshed.value(),
            errors: counters.errors.value(),
            answer_time_ms: counters
                .answer_time()
                .map(|time| time.as_secs_f64() * 1_000.0),
        }
    }

    fn print(&self, is_json: bool) {
        if is_json {
            let line = serde_json::to_string(self).unwrap_or_else(|error| {
                format!("{{\"event\":\"error\",\"happened\":\"{error}\"}}")
            });
            output::line(&line);
            return;
        }
        output::line(&format!(
            "{} lines read, {} commands, {} answers sent and {} of them seen by others, {} dropped, {} errors.",
            self.chat_lines,
            self.commands,
            self.replies_sent,
            self.replies_confirmed,
            self.replies_dropped,
            self.errors
        ));
    }
}

/// Where a demo keeps its data: in the chosen folder, or in one that goes away with it.
enum DataFolder {
    Chosen(std::path::PathBuf),
    Temporary(tempfile::TempDir),
}

impl DataFolder {
    fn choose(global: &Global) -> Result<Self, Failure> {
        match &global.data_dir {
            Some(folder) => Ok(Self::Chosen(folder.clone())),
            None => tempfile::Builder::new()
                .prefix("streamhand-demo-")
                .tempdir()
                .map(Self::Temporary)
                .map_err(|error| {
                    Failure::new(
                        Status::Failed,
                        format!("cannot make a temporary folder: {error}"),
                    )
                    .advice("choose a folder with --data-dir")
                }),
        }
    }

    fn path(&self) -> &Path {
        match self {
            Self::Chosen(path) => path,
            Self::Temporary(folder) => folder.path(),
        }
    }
}

/// The config that a person would write for this simulator.
fn context(server: &Server, folder: &Path, is_json: bool) -> Result<Context, Failure> {
    let env = server.env();
    let places = server.places();
    let irc = places
        .irc
        .map(|address| format!("irc://{address}"))
        .unwrap_or_default();
    let secret = env
        .client_secret
        .as_ref()
        .map(Secret::expose)
        .unwrap_or_default();
    let text = format!(
        "[app]\nclient_id = \"{}\"\nclient_secret = \"{secret}\"\n[bot]\nlogin = \"{}\"\n[[channel]]\nlogin = \"{}\"\n\
         [twitch]\nauth = \"{}\"\nhelix = \"{}\"\nirc = \"{irc}\"\n",
        env.client,
        env.account.login,
        env.peer.login,
        places.auth(),
        places.helix()
    );
    let config = Config::from_text(Path::new("the demo's config"), &text)?;
    Ok(Context {
        config,
        folders: Folders::within(folder),
        is_json,
        keepers: Arc::default(),
    })
}

fn viewers(options: &cli::Demo) -> Result<Viewers, Failure> {
    match &options.corpus {
        Some(path) => {
            simulator::corpus_viewers(path, options.seed, options.rate.unwrap_or(CORPUS_RATE))
        }
        None => Ok(simulator::scripted_viewers(
            options.seed,
            options.rate.unwrap_or(LIVELY_RATE),
        )),
    }
}

/// The scripted user: opens no browser, but says yes through the simulator's door for that.
fn consent(http: Http, origin: &str, user_code: &str, login: Login) {
    let body = serde_json::json!({"user_code": user_code, "login": login}).to_string();
    let request = http::Request::post(format!("{origin}/sim/consent"))
        .header(http::header::CONTENT_TYPE, "application/json")
        .body(body.into_bytes());
    tokio::spawn(async move {
        let answer = match request {
            Ok(request) => http
                .send(request)
                .await
                .map(|answer| answer.status())
                .map_err(|error| error.to_string()),
            Err(error) => Err(error.to_string()),
        };
        if !answer.as_ref().is_ok_and(http::StatusCode::is_success) {
            tracing::error!(%login, ?answer, "the scripted user could not consent");
        }
    });
}

/// How often the demo's logins ask whether somebody consented: the scripted user does not need Twitch's five seconds.
const DEVICE_INTERVAL: Duration = Duration::from_secs(1);

/// Lines a second that a person can follow and that do not bore.
const LIVELY_RATE: f64 = 4.0;

/// A big channel on a good evening.
const CORPUS_RATE: f64 = 50.0;

/// How long the last lines may take to the bot.
const LAST_LINES: Duration = Duration::from_secs(2);

/// The same when a person waits for the end.
const LAST_LINES_IN_HASTE: Duration = Duration::from_millis(500);
