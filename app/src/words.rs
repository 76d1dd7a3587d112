//! How pages write days, times and amounts. Pure: what day it is now is an argument.

use domain::{calendar::Month, item::Kind, points::Points};
use jiff::{Timestamp, Zoned, civil::Date};

/// 4月12日, with the year where it is not this one.
pub fn day(date: Date, today: Date) -> String {
    if date.year() == today.year() { format!("{}月{}日", date.month(), date.day()) } else { full_day(date) }
}

/// 2024年4月12日.
pub fn full_day(date: Date) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

/// 4月12日 16:42, in the zone of `now`.
pub fn moment(timestamp: Timestamp, now: &Zoned) -> String {
    let zoned = timestamp.to_zoned(now.time_zone().clone());
    format!("{} {:02}:{:02}", day(zoned.date(), now.date()), zoned.hour(), zoned.minute())
}

/// As [`moment`], where there is little room: of today the time, of another day that alone.
pub fn brief_moment(timestamp: Timestamp, now: &Zoned) -> String {
    let zoned = timestamp.to_zoned(now.time_zone().clone());
    match zoned.date() == now.date() {
        true => format!("{:02}:{:02}", zoned.hour(), zoned.minute()),
        false => day(zoned.date(), now.date()),
    }
}

/// As [`moment`], but of today the time alone.
pub fn near_moment(timestamp: Timestamp, now: &Zoned) -> String {
    let is_today = timestamp.to_zoned(now.time_zone().clone()).date() == now.date();
    if is_today { brief_moment(timestamp, now) } else { moment(timestamp, now) }
}

/// The size of a file: 35 KB, 1.2 MB.
pub fn size(bytes: u64) -> String {
    match bytes {
        0..1_048_576 => format!("{} KB", bytes.div_ceil(1024)),
        _ => format!("{}.{} MB", bytes >> 20, ((bytes % (1 << 20)) * 10) >> 20),
    }
}

/// 2024年5月.
pub fn month(month: Month) -> String {
    format!("{}年{}月", month.year(), month.month())
}

/// 12月, beside a day; with its year where that is not the day's: 2023年12月.
pub fn month_beside(month: Month, day: Date) -> String {
    if month.year() == day.year() { format!("{}月", month.month()) } else { self::month(month) }
}

/// What a list calls an item: a 简讯 with its sign, as on paper.
pub fn item_title(kind: Kind, title: &str) -> String {
    match kind {
        _ if title.is_empty() => "（尚无标题）".to_owned(),
        Kind::Article => title.to_owned(),
        Kind::Brief => format!("▲{title}"),
    }
}

/// 甲局、乙局, or 甲局、乙局等9个单位 where there are more than can be read at a glance.
pub fn some_of(names: &[String], counter: &str) -> String {
    const AT_A_GLANCE: usize = 3;
    if names.len() <= AT_A_GLANCE {
        return names.join("、");
    }
    format!("{}等{}{counter}", names[..AT_A_GLANCE - 1].join("、"), names.len())
}

/// 信息8篇、简讯25则; a kind of which there is none is left out.
pub fn amounts(articles: usize, briefs: usize) -> String {
    let part = |kind: Kind, count: usize| format!("{}{count}{}", kind.label(), kind.counter());
    match (articles, briefs) {
        (0, 0) => "没有稿件".to_owned(),
        (articles, 0) => part(Kind::Article, articles),
        (0, briefs) => part(Kind::Brief, briefs),
        (articles, briefs) => format!("{}、{}", part(Kind::Article, articles), part(Kind::Brief, briefs)),
    }
}

/// Points that are added or taken away: +86.5, -3, 0.
pub fn signed(points: Points) -> String {
    if points > Points::ZERO { format!("+{points}") } else { points.to_string() }
}

#[cfg(test)]
mod tests {
    use jiff::{civil::date, tz};

    use super::*;

    #[test]
    fn the_year_stands_only_where_it_is_not_this_one() {
        assert_eq!(day(date(2024, 4, 12), date(2024, 5, 1)), "4月12日");
        assert_eq!(day(date(2023, 4, 12), date(2024, 5, 1)), "2023年4月12日");
    }

    #[test]
    fn a_moment_is_told_in_the_offices_zone() {
        let zone = tz::TimeZone::fixed(tz::offset(8));
        let now = date(2024, 5, 1).at(9, 0, 0, 0).to_zoned(zone).expect("a time");
        let timestamp: Timestamp = "2024-04-30T16:05:00Z".parse().expect("a time");
        assert_eq!(moment(timestamp, &now), "5月1日 00:05");
        assert_eq!(brief_moment(timestamp, &now), "00:05");
        let tomorrow = date(2024, 5, 2).at(9, 0, 0, 0).to_zoned(now.time_zone().clone()).expect("a time");
        assert_eq!(brief_moment(timestamp, &tomorrow), "5月1日");
        assert_eq!(near_moment(timestamp, &now), "00:05");
        assert_eq!(near_moment(timestamp, &tomorrow), "5月1日 00:05");
        let may = Month::of(date(2024, 5, 1));
        assert_eq!(month_beside(may, date(2024, 5, 8)), "5月");
        assert_eq!(month_beside(may, date(2025, 1, 3)), "2024年5月");
        let later = now.saturating_add(jiff::Span::new().years(1));
        assert_eq!(brief_moment(timestamp, &later), "2024年5月1日");
    }

    #[test]
    fn a_brief_bears_its_sign_in_lists() {
        assert_eq!(item_title(Kind::Brief, "清淤完工"), "▲清淤完工");
        assert_eq!(item_title(Kind::Article, "清淤完工"), "清淤完工");
        assert_eq!(item_title(Kind::Brief, ""), "（尚无标题）");
    }

    #[test]
    fn amounts_count_articles_and_briefs_each_in_its_own_way() {
        assert_eq!(amounts(8, 25), "信息8篇、简讯25则");
        assert_eq!(amounts(1, 0), "信息1篇");
        assert_eq!(amounts(0, 0), "没有稿件");
    }
}
