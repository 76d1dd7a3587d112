//! The event log as a file: CSV for spreadsheets, a JSON object a line for other programs.

use app::desk::office::events::LoggedEvent;
use domain::{event::kind_word, subject::kind_label};
use serde::Serialize;

use super::csv::push_line;

/// The heads of the columns.
const HEADS: [&str; 8] = ["编号", "时间", "人员", "做了什么", "关于", "关于的编号", "内容", "理由"];

/// A head line, then a line for each event. What is left out is said in a last line.
pub fn csv(events: &[LoggedEvent], left_out: Option<&str>) -> String {
    let mut text = String::from("\u{feff}");
    push_line(&mut text, &HEADS);
    for event in events {
        push_line(
            &mut text,
            &[
                event.id.to_string().as_str(),
                &time(event),
                &event.person,
                kind_word(&event.verb),
                kind_label(&event.subject),
                &event.subject_id.to_string(),
                &event.words,
                event.reason.as_deref().unwrap_or_default(),
            ],
        );
    }
    if let Some(words) = left_out {
        push_line(&mut text, &["", "", "", "", "", "", words, ""]);
    }
    text
}

#[derive(Serialize)]
struct Line<'a> {
    id: i64,
    time: String,
    person: &'a str,
    verb: &'a str,
    subject: &'a str,
    subject_id: i64,
    words: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
}

#[derive(Serialize)]
struct LeftOut<'a> {
    left_out: &'a str,
}

/// An object for each event, with the codes of verbs and subjects.
pub fn json_lines(events: &[LoggedEvent], left_out: Option<&str>) -> Result<String, serde_json::Error> {
    let mut text = String::new();
    let mut push = |line: serde_json::Result<String>| {
        text.push_str(&line?);
        text.push('\n');
        Ok::<_, serde_json::Error>(())
    };
    for event in events {
        push(serde_json::to_string(&Line {
            id: event.id.0,
            time: time(event),
            person: &event.person,
            verb: &event.verb,
            subject: &event.subject,
            subject_id: event.subject_id,
            words: &event.words,
            reason: event.reason.as_deref(),
        }))?;
    }
    if let Some(left_out) = left_out {
        push(serde_json::to_string(&LeftOut { left_out }))?;
    }
    Ok(text)
}

fn time(event: &LoggedEvent) -> String {
    event.happened_at.strftime("%Y-%m-%d %H:%M:%S").to_string()
}

#[cfg(test)]
mod tests {
    use domain::id::EventId;
    use jiff::civil::date;

    use super::*;

    fn event() -> LoggedEvent {
        LoggedEvent {
            id: EventId(7),
            happened_at: date(2024, 1, 15).at(9, 0, 0, 0),
            person: "=马管理".to_owned(),
            verb: "sign_in".to_owned(),
            subject: "person".to_owned(),
            subject_id: 3,
            words: "从 192.0.2.7 登录".to_owned(),
            reason: None,
        }
    }

    #[test]
    fn a_line_of_the_log_is_a_line_of_the_file_and_no_formula() {
        let text = csv(&[event()], Some("还有更早的"));
        let lines: Vec<&str> = text.trim_start_matches('\u{feff}').lines().collect();
        assert_eq!(lines[0], "编号,时间,人员,做了什么,关于,关于的编号,内容,理由");
        assert_eq!(lines[1], "7,2024-01-15 09:00:00,'=马管理,登录,人员,3,从 192.0.2.7 登录,");
        assert_eq!(lines[2], ",,,,,,还有更早的,");
        let text = json_lines(&[event()], None).expect("it can be written");
        assert_eq!(
            text,
            "{\"id\":7,\"time\":\"2024-01-15 09:00:00\",\"person\":\"=马管理\",\"verb\":\"sign_in\",\
             \"subject\":\"person\",\"subject_id\":3,\"words\":\"从 192.0.2.7 登录\"}\n"
        );
    }
}
