//! The masthead: broken into lines where it is long, and as high as it then needs to be.
//!
//! Pure measure; it knows the masthead's own places, which `issue.typ` draws, and nothing of what follows.

use domain::issue::content::IssueContent;
use serde::Serialize;

use super::{fonts::Role, lines, means::Means};

/// Lines of the grid that a masthead takes, and one that makes room for the foot.
const LINES: f64 = 9.0;
const LOW_LINES: f64 = 7.0;

/// A name of more characters stands in lines of about so many.
const LONG_NAME: usize = 20;
const NAME_LINE: f64 = 14.0;
/// A name's characters, in points, and the space between its lines, in characters.
const LARGEST: f64 = 64.0;
const NAME_WIDTH: f64 = 400.0;
const NAME_LEADING: f64 = 0.35;

#[derive(Debug, Serialize)]
pub(super) struct Masthead {
    lines: f64,
    mark_lines: Vec<String>,
    name_lines: Vec<String>,
    /// Points.
    name_size: f64,
    /// From the upper edge to the name, in points.
    name_top: f64,
    number_lines: Vec<String>,
    publisher_lines: Vec<String>,
    /// Whether the date finds room beside the publisher's last line.
    date_beside: bool,
    date: String,
}

impl Masthead {
    pub(super) fn new(content: &IssueContent, low: bool, means: Means) -> Self {
        let measures = means.measures;
        let (pitch, characters) = (measures.pitch, f64::from(measures.characters));
        let body = |text: &str, role| means.fonts.width(role, text);
        let fitting = |text: &str, room, role| match body(text, role) {
            0.0 => Vec::new(),
            width if width <= room => vec![text.to_owned()],
            _ => lines::fitting(text, room, &|line| body(line, role)),
        };

        let mark = content.mark.as_deref().unwrap_or_default();
        let mark_lines = fitting(mark, characters, Role::Hei);
        let name_lines = name_lines(&content.newsletter);
        let longest = name_lines.iter().map(|line| line.chars().count()).max().unwrap_or(1);
        let name_size = (NAME_WIDTH / longest as f64).min(LARGEST);
        let number_lines = fitting(&content.heading_in_words(), characters, Role::Fang);
        let date = format!("{}年{}月{}日", content.date.year(), content.date.month(), content.date.day());
        let (publisher_lines, date_beside) =
            publisher(&content.publisher, &date, characters, &fitting, &body);

        let lines = if low { LOW_LINES } else { LINES };
        let further = |lines: &[String]| lines.len().saturating_sub(1) as f64 * pitch;
        let name_top = (0.45 * lines - 2.45) * pitch + further(&mark_lines);
        let count = name_lines.len() as f64;
        let name_height = name_size * (count + (count - 1.0) * NAME_LEADING);
        let date_line = if date_beside { 0.0 } else { pitch };
        let below = 2.8 * pitch + further(&number_lines) + further(&publisher_lines) + date_line;
        let lacking = name_top + name_height + 0.5 * pitch + below - lines * pitch;
        Self {
            lines: lines + (lacking / pitch).ceil().max(0.0),
            mark_lines,
            name_lines,
            name_size,
            name_top,
            number_lines,
            publisher_lines,
            date_beside,
            date,
        }
    }

    /// Whether it leaves no room for a text below it.
    pub(super) fn is_too_high(&self, means: Means) -> bool {
        self.lines > 0.6 * f64::from(means.measures.lines)
    }
}

/// A name on one line as far as it can be read there; else in lines about equally long.
fn name_lines(name: &str) -> Vec<String> {
    let name = name.trim();
    if name.chars().count() <= LONG_NAME { vec![name.to_owned()] } else { lines::headline(name, NAME_LINE) }
}

/// The publisher's lines, and whether the date stands beside the last of them.
fn publisher(
    publisher: &str,
    date: &str,
    characters: f64,
    fitting: &dyn Fn(&str, f64, Role) -> Vec<String>,
    width: &dyn Fn(&str, Role) -> f64,
) -> (Vec<String>, bool) {
    // One character at either side, and one between the two at least.
    let room = characters - 2.0;
    let date = width(date, Role::Fang) + 1.0;
    let lines = fitting(publisher, room, Role::Fang);
    let beside = lines.last().is_none_or(|last| width(last, Role::Fang) + date <= room);
    (lines, beside)
}
