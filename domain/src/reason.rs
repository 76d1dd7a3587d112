//! The common reasons for returning or rejecting an item. They are counted by unit and month, for the bulletin's
//! remarks; what else there is to say stands beside them in free words.

coded! {
    /// A common reason.
    pub enum ReasonKind {
        MerelyReported = ("merely_reported", "就会议写会议、就活动写活动"),
        LacksSubstance = ("lacks_substance", "缺少数据或案例"),
        OffTopic = ("off_topic", "文不对题"),
        Repeated = ("repeated", "内容重复"),
        OutOfDate = ("out_of_date", "已过时效"),
        SentInABurst = ("sent_in_a_burst", "突击发稿"),
    }
}

/// The kinds, the office's phrases and the free words as one reason: `缺少数据或案例；请补充面积`. `None` where nothing is said.
pub fn in_words(kinds: &[ReasonKind], phrases: &[String], free: Option<&str>) -> Option<String> {
    let chosen = ReasonKind::ALL.into_iter().filter(|kind| kinds.contains(kind));
    let mut parts: Vec<&str> = chosen.map(ReasonKind::label).collect();
    let free = phrases.iter().map(String::as_str).chain(free);
    parts.extend(free.map(str::trim).filter(|free| !free.is_empty()));
    (!parts.is_empty()).then(|| parts.join("；"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_come_first_and_in_one_order() {
        let kinds = [ReasonKind::OutOfDate, ReasonKind::LacksSubstance];
        let phrases = ["写清地点".to_owned(), " ".to_owned()];
        assert_eq!(
            in_words(&kinds, &phrases, Some(" 请补充 ")).as_deref(),
            Some("缺少数据或案例；已过时效；写清地点；请补充")
        );
        assert_eq!(in_words(&[], &[], Some(" ")), None);
    }

    #[test]
    fn a_code_is_read_as_it_is_written() {
        for kind in ReasonKind::ALL {
            assert_eq!(ReasonKind::from_code(kind.code()), Some(kind));
        }
    }
}
