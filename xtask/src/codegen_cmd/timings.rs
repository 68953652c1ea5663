//! How long the phases of a run took.

use std::time::{Duration, Instant};

use crate::problems::MessageFormat;
use crate::say::say;

/// The phases, in the order in which they first ended.
#[derive(Debug)]
pub(super) struct Timings {
    last: Instant,
    laps: Vec<(&'static str, Duration)>,
}

impl Timings {
    pub(super) fn new() -> Self {
        Self {
            last: Instant::now(),
            laps: Vec::new(),
        }
    }

    /// Notes that a phase ended, perhaps not for the first time.
    pub(super) fn lap(&mut self, phase: &'static str) {
        let now = Instant::now();
        let time = now - self.last;
        self.last = now;
        match self.laps.iter_mut().find(|(known, _)| *known == phase) {
            Some((_, sum)) => *sum += time,
            None => self.laps.push((phase, time)),
        }
    }

    pub(super) fn print(&self, format: MessageFormat) {
        for (phase, time) in &self.laps {
            let milliseconds = time.as_secs_f64() * 1000.0;
            say(format, &format!("{phase:>18} {milliseconds:>8.1} ms"));
        }
    }
}
