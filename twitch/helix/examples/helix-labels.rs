//! Labels one's stream for those who should know, or lists the labels there are: `helix-labels [LABEL]`.
//!
//! The broadcaster must have granted `channel:manage:broadcast`.
#![expect(clippy::print_stdout, reason = "printing is what this program is for")]

#[path = "beginning/start.rs"]
mod start;

use streamhand_helix::channels::ModifyChannelInformationContentClassificationLabel;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), start::Failure> {
    let (helix, me, arguments) = start::begin().await?;
    for label in helix.get_content_classification_labels().await? {
        println!("{:<28} {}", label.id.as_str(), label.description);
    }
    if let Some(wanted) = arguments.first() {
        let label = ModifyChannelInformationContentClassificationLabel::new(wanted.as_str(), true);
        helix
            .modify_channel_information(&me)
            .content_classification_labels([label])
            .await?;
        println!("the stream is labeled {wanted}");
    }
    Ok(())
}
