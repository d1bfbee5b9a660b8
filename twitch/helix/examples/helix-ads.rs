//! Tells when the next ad comes, and snoozes it if it may: `helix-ads`.
//!
//! The broadcaster must have granted `channel:read:ads` and `channel:manage:ads`.
#![expect(clippy::print_stdout, reason = "printing is what this program is for")]

#[path = "beginning/start.rs"]
mod start;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), start::Failure> {
    let (helix, me, _) = start::begin().await?;
    let schedule = helix.get_ad_schedule(&me).await?;
    let schedule = schedule.first().ok_or("this channel runs no ads")?;
    let Some(next) = schedule.next_ad_at else {
        println!("no ad is coming");
        return Ok(());
    };
    println!(
        "an ad comes at {next}; {} snoozes are left",
        schedule.snooze_count
    );
    if schedule.snooze_count > 0 {
        let snoozed = helix.snooze_next_ad(&me).await?;
        if let Some(later) = snoozed.first().and_then(|snoozed| snoozed.next_ad_at) {
            println!("snoozed until {later}");
        }
    }
    Ok(())
}
