//! On what something was measured.

/// The system and its processor, in one line.
pub fn described() -> String {
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let model = std::fs::read_to_string("/proc/cpuinfo").ok();
    let model = model.as_deref().and_then(|text| {
        let line = text.lines().find(|line| line.starts_with("model name"))?;
        line.split_once(':').map(|(_, model)| model.trim())
    });
    format!(
        "{} {}, {processors} × {}",
        std::env::consts::OS,
        std::env::consts::ARCH,
        model.unwrap_or("a processor of unknown model")
    )
}
