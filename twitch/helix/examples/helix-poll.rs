//! Asks the viewers of one's channel something and shows how they vote: `helix-poll TITLE CHOICE CHOICE…`.
//!
//! The broadcaster must have granted `channel:manage:polls`.
#![expect(clippy::print_stdout, reason = "printing is what this program is for")]

#[path = "beginning/start.rs"]
mod start;

use streamhand_helix::polls::PollStatus;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), start::Failure> {
    let (helix, me, arguments) = start::begin().await?;
    let (title, choices) = arguments.split_first().ok_or("what is the question?")?;
    // Too many choices, or too long ones, are refused here and with the limit.
    let choices = choices.iter().map(String::as_str);
    let made = helix.create_poll(&me, title, choices, 15).await?;
    let poll = made.first().ok_or("Twitch made no poll")?;
    println!("“{}” runs for a quarter of a minute", poll.title);
    let mut beat = tokio::time::interval(std::time::Duration::from_secs(5));
    loop {
        beat.tick().await;
        let polls = helix.get_polls(&me).id(&poll.id).await?.data;
        let poll = polls.first().ok_or("the poll is gone")?;
        let votes = poll
            .choices
            .iter()
            .map(|choice| format!("{} {}", choice.title, choice.votes));
        println!("{}: {}", poll.status, votes.collect::<Vec<_>>().join(", "));
        if poll.status != PollStatus::Active {
            break;
        }
    }
    Ok(())
}
