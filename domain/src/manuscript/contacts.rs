//! The lines at the end of a text that say whom to ask and who approved it: 联系人：张三　电话：5550123　审核：李四.

use crate::item::Cover;

/// What each label says of the text.
const DRAFTERS: [&str; 8] = ["拟稿人", "撰稿人", "联系人", "拟稿", "撰稿", "供稿", "起草", "执笔"];
const TELEPHONES: [&str; 5] = ["联系电话", "办公电话", "电话", "手机", "联系方式"];
const APPROVERS: [&str; 8] = ["签发人", "审批人", "审核人", "审签", "签发", "审批", "审核", "核稿"];

/// What these lines say, as far as it has a field of its own. Of several who approved it, whoever signed it counts.
pub fn cover_of(lines: &[String]) -> Cover {
    let mut cover = Cover::default();
    let mut signed = false;
    for line in lines {
        for (label, value) in labelled(line) {
            if DRAFTERS.contains(&label) {
                cover.drafter.get_or_insert_with(|| value.to_owned());
            } else if TELEPHONES.contains(&label) {
                cover.telephone.get_or_insert_with(|| value.to_owned());
            } else if APPROVERS.contains(&label) && (cover.approver.is_none() || !signed) {
                signed = label.starts_with("签发");
                if signed || cover.approver.is_none() {
                    cover.approver = Some(value.to_owned());
                }
            }
        }
    }
    cover
}

/// The labels of a line, each with what follows it.
fn labelled(line: &str) -> Vec<(&'static str, &str)> {
    let labels = || DRAFTERS.into_iter().chain(TELEPHONES).chain(APPROVERS);
    // The longest label at a place is the one that stands there, and a colon follows it.
    let mut found: Vec<(usize, usize, &'static str)> = Vec::new();
    for (at, _) in line.char_indices() {
        let rest = &line[at..];
        let here = labels().filter(|label| rest.starts_with(label)).max_by_key(|label| label.len());
        let Some(label) = here else { continue };
        let after = rest[label.len()..].trim_start_matches([' ', '\u{3000}']);
        let Some(after) = after.strip_prefix(['：', ':']) else { continue };
        if found.last().is_none_or(|(_, end, _)| at >= *end) {
            found.push((at, line.len() - after.len(), label));
        }
    }
    let ends = found.iter().skip(1).map(|(at, ..)| *at).chain([line.len()]);
    let marks = [' ', '\u{3000}', '，', ',', '；', ';', '。', '（', '）', '(', ')', '、', '\t'];
    let value = |((_, start, label), end): (&(usize, usize, &'static str), usize)| {
        let value = line.get(*start..end)?.trim_matches(marks);
        (!value.is_empty()).then_some((*label, value))
    };
    found.iter().zip(ends).filter_map(value).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cover(lines: &[&str]) -> [Option<String>; 3] {
        let lines: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
        let Cover { drafter, telephone, approver, .. } = cover_of(&lines);
        [drafter, telephone, approver]
    }

    #[test]
    fn the_lines_at_the_end_say_whom_to_ask_and_who_approved_it() {
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(cover(&["联系人：周鹏　　联系电话：5550123"]), [some("周鹏"), some("5550123"), None]);
        assert_eq!(cover(&["（拟稿：周 鹏；审核：李红；签发：王强）"]), [some("周 鹏"), None, some("王强")]);
        assert_eq!(
            cover(&["签发人:王强 审核:李红", "电话: 0537-5550123"]),
            [None, some("0537-5550123"), some("王强")]
        );
        assert_eq!(cover(&["审核通过后联系电话另行通知", "电话："]), [None, None, None]);
        assert_eq!(cover(&["供稿：地矿科", "撰稿：周鹏"]), [some("地矿科"), None, None]);
    }
}
