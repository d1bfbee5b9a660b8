//! Which part of the screen is for what, however small it is. What stands there is the business of `view`.

use ratatui::layout::Rect;

/// The parts of the screen, from top to bottom; those without room have no height.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Parts {
    /// The channels.
    pub tabs: Rect,
    /// What happens.
    pub log: Rect,
    /// How things stand.
    pub status: Rect,
    /// What is typed.
    pub prompt: Rect,
}

/// The parts of a screen of this size. What is typed comes first, what happens second, the rest if there is room.
pub(super) fn parts(area: Rect) -> Parts {
    let prompt = area.height.min(1);
    let left = area.height - prompt;
    let status = u16::from(left >= 2);
    let tabs = u16::from(left >= 4);
    let log = left - status - tabs;
    let part = |above: u16, height: u16| Rect {
        y: area.y + above,
        height,
        ..area
    };
    Parts {
        tabs: part(0, tabs),
        log: part(tabs, log),
        status: part(tabs + log, status),
        prompt: part(tabs + log + status, prompt),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_fill_every_screen_and_overlap_nowhere() {
        for height in 0..12 {
            let parts = parts(Rect::new(0, 0, 20, height));
            let heights =
                [parts.tabs, parts.log, parts.status, parts.prompt].map(|part| part.height);
            assert_eq!(heights.iter().sum::<u16>(), height);
            assert_eq!(parts.prompt.bottom(), height);
        }
        let full = parts(Rect::new(0, 0, 80, 24));
        assert_eq!((full.tabs.height, full.log.height), (1, 21));
    }
}
