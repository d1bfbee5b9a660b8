//! Adds up what a charity campaign has brought so far: `helix-charity`.
//!
//! The broadcaster must have granted `channel:read:charity`.
#![expect(clippy::print_stdout, reason = "printing is what this program is for")]

#[path = "beginning/start.rs"]
mod start;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), start::Failure> {
    let (helix, me, _) = start::begin().await?;
    let campaigns = helix.get_charity_campaign(&me).await?;
    let campaign = campaigns.first().ok_or("no campaign is going on")?;
    let donations = helix
        .get_charity_campaign_donations(&me)
        .first(100)
        .pages()
        .all()
        .await?;
    // Money comes in the smallest unit of its currency.
    let amount = &campaign.current_amount;
    let unit = 10_f64.powi(i32::try_from(amount.decimal_places)?);
    let value = amount.value as f64 / unit;
    println!(
        "{}: {value:.2} {} in {} donations",
        campaign.charity_name,
        amount.currency,
        donations.len()
    );
    Ok(())
}
