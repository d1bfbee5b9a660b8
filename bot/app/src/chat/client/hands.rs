//! Does what the client wants of Twitch: says things at the pace that is allowed, runs errands, looks up names. It waits for nobody else, and nobody waits for it.

use std::cell::Cell;
use std::process::ExitCode;

use tokio::sync::mpsc;
use types::{Login, UserId};

use super::entry::Fate;
use super::wish::{Answer, Me, Saying, Wish};
use crate::calling::Calling;
use crate::chat::outcome;
use crate::chat::typed;
use crate::chat::voice::Voice;
use crate::cli::Global;
use crate::cli::short_form::ShortForm;
use crate::command::short_form;
use crate::context::Context;
use crate::failure::{Failure, Status};
use crate::screen::status_line::StatusLine;

/// Who does it.
#[derive(Debug)]
pub(super) struct Hands<'a> {
    /// What holds for every command.
    pub global: &'a Global,
    /// Whom the config has chat.
    pub named: Option<Login>,
    /// What is to be done.
    pub wishes: mpsc::Receiver<Wish>,
    /// Where it is told what came of it.
    pub news: mpsc::UnboundedSender<Answer>,
}

/// What is at hand while the store is open.
struct Office<'a> {
    context: &'a Context,
    calling: &'a Calling,
    news: &'a mpsc::UnboundedSender<Answer>,
    /// Whether somebody has to log in; who did so meanwhile is found only by opening everything anew.
    is_stale: Cell<bool>,
}

impl Hands<'_> {
    /// Does what is wanted until nobody wants anything any more.
    pub(super) async fn work(mut self) {
        let mut next = self.wishes.recv().await;
        while let Some(wish) = next {
            let mut first = Some(wish);
            let mut left = None;
            let worked = Calling::with(self.global, async |context, calling| {
                let office = Office {
                    context,
                    calling,
                    news: &self.news,
                    is_stale: Cell::new(false),
                };
                left = office
                    .open(first.take(), (&mut self.wishes, self.named.as_ref()))
                    .await;
                Ok(ExitCode::SUCCESS)
            })
            .await;
            if let Err(failure) = worked {
                match first {
                    Some(wish) => refuse(&self.news, wish, &failure),
                    None => tracing::warn!("{}", failure.happened()),
                }
            }
            next = match left {
                Some(wish) => Some(wish),
                None => self.wishes.recv().await,
            };
        }
    }
}

impl Office<'_> {
    /// Sees to everything that is wanted; gives back the first wish for which everything has to be opened anew.
    async fn open(
        &self,
        first: Option<Wish>,
        (wishes, named): (&mut mpsc::Receiver<Wish>, Option<&Login>),
    ) -> Option<Wish> {
        self.calling.outlet.keep();
        self.see_who_chats(named);
        let (say, to_say) = mpsc::channel(WAITING);
        let (run, to_run) = mpsc::channel(WAITING);
        let sort = async {
            let mut next = first;
            let left = loop {
                match next {
                    Some(Wish::Say(saying)) => self.pass(&say, Wish::Say(saying)),
                    Some(Wish::Look) => {}
                    Some(errand) => self.pass(&run, errand),
                    None => break None,
                }
                next = wishes.recv().await;
                if self.is_stale.get() {
                    break next;
                }
            };
            drop((say, run));
            left
        };
        let (left, (), ()) = tokio::join!(sort, self.say_all(to_say), self.run_all(to_run));
        left
    }

    fn see_who_chats(&self, named: Option<&Login>) {
        let me = match self.calling.bot() {
            Ok(bot) => Me::Somebody {
                login: bot.login.clone(),
                id: bot.user_id.clone(),
            },
            Err(_) => {
                self.is_stale.set(true);
                nobody(named)
            }
        };
        self.tell(Answer::Me(me));
    }

    /// A person who wants more than that at once is told so.
    fn pass(&self, queue: &mpsc::Sender<Wish>, wish: Wish) {
        if let Err(error) = queue.try_send(wish) {
            too_many(error.into_inner())
                .into_iter()
                .for_each(|news| self.tell(news));
        }
    }

    async fn say_all(&self, mut wishes: mpsc::Receiver<Wish>) {
        let mut voice = self
            .calling
            .bot()
            .ok()
            .map(|bot| Voice::new(self.calling, bot));
        while let Some(wish) = wishes.recv().await {
            match (&mut voice, wish) {
                (Some(voice), Wish::Say(saying)) => self.say(voice, saying).await,
                (_, wish) => refuse(self.news, wish, &login_needed()),
            }
        }
    }

    async fn say(&self, voice: &mut Voice<'_>, saying: Saying) {
        let wish = typed::Wish {
            channel: saying.channel,
            text: saying.text,
            reply_to: saying.reply_to,
        };
        let fate = match voice.turn(&wish).await {
            Ok(channel) => {
                self.tell(Answer::Begun {
                    number: saying.number,
                });
                voice.say(&channel, &wish).await
            }
            Err(fate) => fate,
        };
        let (fate, id) = match fate {
            outcome::Fate::Said { id, .. } => (Fate::Sent, id),
            outcome::Fate::NotSaid { failure, .. } => {
                self.note(&failure);
                (Fate::Dropped(why(&failure)), None)
            }
            outcome::Fate::Unknown(failure) => (Fate::Unknown(why(&failure)), None),
        };
        self.tell(Answer::Outcome {
            channel: wish.channel,
            number: saying.number,
            fate,
            id,
        });
    }

    async fn run_all(&self, mut wishes: mpsc::Receiver<Wish>) {
        while let Some(wish) = wishes.recv().await {
            match wish {
                Wish::Errand { channel, form } => {
                    let result = self.run(&form).await;
                    self.tell(Answer::Done { channel, result });
                }
                Wish::Name(id) => self.name(id).await,
                Wish::Look | Wish::Say(_) => {}
            }
        }
    }

    async fn run(&self, form: &ShortForm) -> Result<Vec<String>, String> {
        let door = (self.context, self.calling);
        let done = short_form::perform(form, door, &StatusLine::hidden()).await;
        let told = self.calling.outlet.take();
        match done {
            Ok(_) => Ok(told),
            Err(failure) => {
                self.note(&failure);
                Err(in_one_line(&failure))
            }
        }
    }

    async fn name(&self, id: UserId) {
        match self.calling.helix.get_users().id(&id).await {
            Ok(users) => {
                if let Some(user) = users.first() {
                    self.tell(Answer::Named(id, user.login.clone()));
                }
            }
            Err(error) => tracing::debug!(%error, %id, "cannot find out what a channel is called"),
        }
    }

    fn note(&self, failure: &Failure) {
        if failure.status() == Status::LoginNeeded {
            self.is_stale.set(true);
        }
    }

    fn tell(&self, news: Answer) {
        tell(self.news, news);
    }
}

/// Nobody is logged in as the bot.
pub(super) fn nobody(named: Option<&Login>) -> Me {
    Me::Nobody {
        named: named.cloned(),
        advice: LOGIN.to_owned(),
    }
}

fn login_needed() -> Failure {
    Failure::new(Status::LoginNeeded, "nobody is logged in as the bot").advice(LOGIN)
}

/// What is told of a wish for which there is no room.
pub(super) fn too_many(wish: Wish) -> Option<Answer> {
    let (news, mut told) = mpsc::unbounded_channel();
    let failure = Failure::new(Status::Failed, "too much is waiting already")
        .advice("wait until some of it is done");
    refuse(&news, wish, &failure);
    told.try_recv().ok()
}

/// Tells that something was not done, and why.
fn refuse(news: &mpsc::UnboundedSender<Answer>, wish: Wish, failure: &Failure) {
    match wish {
        Wish::Say(saying) => {
            let fate = Fate::Dropped(in_one_line(failure));
            tell(
                news,
                Answer::Outcome {
                    channel: saying.channel,
                    number: saying.number,
                    fate,
                    id: None,
                },
            );
        }
        Wish::Errand { channel, .. } => {
            let result = Err(in_one_line(failure));
            tell(news, Answer::Done { channel, result });
        }
        Wish::Look => tell(
            news,
            Answer::Me(Me::Nobody {
                named: None,
                advice: failure.what_to_do().unwrap_or(LOGIN).to_owned(),
            }),
        ),
        Wish::Name(_) => tracing::debug!("{}", failure.happened()),
    }
}

/// Whoever does not listen any more has ended.
fn tell(news: &mpsc::UnboundedSender<Answer>, told: Answer) {
    let _ended = news.send(told);
}

fn in_one_line(failure: &Failure) -> String {
    let parts = [
        Some(failure.happened()),
        failure.what_it_means(),
        failure.what_to_do(),
    ];
    joined(&parts)
}

/// That it was not said stands beside the message already.
fn why(failure: &Failure) -> String {
    let reason = failure
        .what_it_means()
        .unwrap_or_else(|| failure.happened());
    joined(&[Some(reason), failure.what_to_do()])
}

fn joined(parts: &[Option<&str>]) -> String {
    let parts = parts
        .iter()
        .flatten()
        .map(|part| part.trim_end_matches('.'));
    parts.collect::<Vec<_>>().join("; ").replace('\n', " ")
}

/// What mends it that nobody can chat.
const LOGIN: &str = "run `streamhand login bot --for say`";

/// So much may wait to be done.
const WAITING: usize = 64;
