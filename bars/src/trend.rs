//! A straight line through measured points: how fast something grows, and how sure that is.

/// A slope with its uncertainty.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Trend {
    /// Per unit of time.
    pub(crate) slope: f64,
    /// Two standard errors: the true slope lies within so much of it nineteen times out of twenty.
    pub(crate) uncertainty: f64,
}

impl Trend {
    /// The line of least squares; none without three points.
    ///
    /// Neighbors in time are alike, so they count for less than as many independent points:
    /// the standard error is widened by how much each residual resembles the one before it.
    pub(crate) fn through(points: &[(f64, f64)]) -> Option<Self> {
        if points.len() < 3 {
            return None;
        }
        #[expect(
            clippy::cast_precision_loss,
            reason = "there are some thousands of points"
        )]
        let count = points.len() as f64;
        let mean = |part: fn(&(f64, f64)) -> f64| points.iter().map(part).sum::<f64>() / count;
        let (mean_x, mean_y) = (mean(|point| point.0), mean(|point| point.1));
        let spread: f64 = points.iter().map(|(x, _)| (x - mean_x).powi(2)).sum();
        let shared: f64 = points
            .iter()
            .map(|(x, y)| (x - mean_x) * (y - mean_y))
            .sum();
        if spread <= 0.0 {
            return None;
        }
        let slope = shared / spread;
        let residuals: Vec<f64> = points
            .iter()
            .map(|(x, y)| y - mean_y - slope * (x - mean_x))
            .collect();
        let squares: f64 = residuals.iter().map(|residual| residual.powi(2)).sum();
        let neighbors: f64 = residuals.windows(2).map(|pair| pair[0] * pair[1]).sum();
        let likeness = if squares > 0.0 {
            (neighbors / squares).clamp(0.0, 0.99)
        } else {
            0.0
        };
        let error = (squares / (count - 2.0) / spread).sqrt();
        let widened = error * ((1.0 + likeness) / (1.0 - likeness)).sqrt();
        Some(Self {
            slope,
            uncertainty: 2.0 * widened,
        })
    }

    /// Whether it grows faster than this beyond doubt.
    pub(crate) fn is_surely_above(&self, slope: f64) -> bool {
        self.slope - self.uncertainty > slope
    }
}

/// The value below which so many of a hundred lie; none of nothing.
pub(crate) fn percentile(values: &mut [f64], percent: usize) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let rank = (values.len() * percent).div_ceil(100).max(1);
    values.get(rank - 1).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_found_through_noise_and_a_level_is_not_called_growth() {
        let noise = |step: u32| f64::from((step * 7_919) % 13) - 6.0;
        let rising = |step| (f64::from(step), 3.0 * f64::from(step) + noise(step));
        let points: Vec<_> = (0..200).map(rising).collect();
        let trend = Trend::through(&points).unwrap();
        assert!((trend.slope - 3.0).abs() <= trend.uncertainty.max(0.01));
        assert!(trend.is_surely_above(2.9) && !trend.is_surely_above(3.1));
        let level: Vec<_> = (0..200)
            .map(|step| (f64::from(step), noise(step)))
            .collect();
        let trend = Trend::through(&level).unwrap();
        assert!(
            trend.slope.abs() < 0.05 && !trend.is_surely_above(0.0),
            "{trend:?}"
        );
    }

    #[test]
    fn points_that_resemble_their_neighbors_are_trusted_less() {
        let slow = |step: u32| (f64::from(step), (f64::from(step) / 40.0).sin());
        let quick = |step: u32| (f64::from(step), (f64::from(step) * 2.5).sin());
        let of = |points: Vec<_>| Trend::through(&points).unwrap().uncertainty;
        let slow = of((0..200).map(slow).collect());
        let quick = of((0..200).map(quick).collect());
        assert!(slow > 3.0 * quick, "{slow} {quick}");
        assert_eq!(Trend::through(&[(0.0, 1.0), (1.0, 1.0)]), None);
    }

    #[test]
    fn a_percentile_is_one_of_the_values() {
        let mut values: Vec<f64> = (1..=200).rev().map(f64::from).collect();
        assert_eq!(percentile(&mut values, 99), Some(198.0));
        assert_eq!(percentile(&mut values, 50), Some(100.0));
        assert_eq!(percentile(&mut [7.0], 99), Some(7.0));
        assert_eq!(percentile(&mut [], 99), None);
    }
}
