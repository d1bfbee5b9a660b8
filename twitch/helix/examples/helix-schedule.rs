//! Tells when a channel will be live next: `helix-schedule BROADCASTER_ID`.
//!
//! Any token will do.
#![expect(clippy::print_stdout, reason = "printing is what this program is for")]

#[path = "beginning/start.rs"]
mod start;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), start::Failure> {
    let (helix, _, arguments) = start::begin().await?;
    let broadcaster = arguments.first().ok_or("whose schedule?")?;
    let answer = helix
        .get_channel_stream_schedule(broadcaster)
        .first(5)
        .await?;
    println!("{}:", answer.data.broadcaster_name);
    for segment in &answer.data.segments {
        let canceled = if segment.canceled_until.is_some() {
            " (canceled)"
        } else {
            ""
        };
        if let Some(start) = segment.start_time {
            println!("  {start}  {}{canceled}", segment.title);
        }
    }
    Ok(())
}
