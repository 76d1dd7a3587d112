//! What an office sets for itself about accounts and sign-off. The numbers and their bounds stand here once.

use std::ops::RangeInclusive;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// The settings of the office, as they stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficeSettings {
    /// Grows by one with every change; a change made to an older version is refused.
    pub version: i64,
    /// A session ends after so many minutes without a sign of life.
    pub idle_minutes: i64,
    /// And so many hours after signing in, used or not.
    pub session_hours: i64,
    /// After so many days a password must be changed; never where there is none.
    pub password_days: Option<i64>,
    /// 小单位: one person may sign several steps of one sign-off.
    pub one_signer: bool,
}

/// What may be set.
pub const IDLE_MINUTES: RangeInclusive<i64> = 5..=720;
pub const SESSION_HOURS: RangeInclusive<i64> = 1..=720;
pub const PASSWORD_DAYS: RangeInclusive<i64> = 30..=3650;

impl OfficeSettings {
    /// The fields that are out of bounds, each with what may be set.
    pub fn faults(&self) -> Vec<(&'static str, String)> {
        let mut faults = Vec::new();
        let mut check = |field, value: i64, bounds: RangeInclusive<i64>, unit: &str| {
            if !bounds.contains(&value) {
                faults.push((field, format!("请填{}至{}{unit}", bounds.start(), bounds.end())));
            }
        };
        check("idle_minutes", self.idle_minutes, IDLE_MINUTES, "分钟");
        check("session_hours", self.session_hours, SESSION_HOURS, "小时");
        if let Some(days) = self.password_days {
            check("password_days", days, PASSWORD_DAYS, "天；不要求定期更换的，不填");
        }
        faults
    }

    /// What is different afterwards, before and after, in words.
    pub fn changes_to(&self, after: &Self) -> Vec<String> {
        let days = |days: Option<i64>| days.map_or("不限".to_owned(), |days| format!("{days}天"));
        let one = |one: bool| if one { "可以" } else { "不可以" };
        let lines = [
            (
                self.idle_minutes != after.idle_minutes,
                format!("多久没有动静就退出，由{}分钟改为{}分钟", self.idle_minutes, after.idle_minutes),
            ),
            (
                self.session_hours != after.session_hours,
                format!("登录最长多久，由{}小时改为{}小时", self.session_hours, after.session_hours),
            ),
            (
                self.password_days != after.password_days,
                format!("密码多久要换，由{}改为{}", days(self.password_days), days(after.password_days)),
            ),
            (
                self.one_signer != after.one_signer,
                format!("一人签几步，由{}改为{}", one(self.one_signer), one(after.one_signer)),
            ),
        ];
        lines.into_iter().filter(|(is_changed, _)| *is_changed).map(|(_, words)| words).collect()
    }

    /// How long a session lasts, used or not.
    pub fn session(&self) -> SignedDuration {
        SignedDuration::from_hours(self.session_hours)
    }

    /// When a session ends that began then and whose last sign of life was then, where one is known.
    pub fn end_of_session(&self, began: Timestamp, seen: Option<Timestamp>) -> Timestamp {
        let absolute = began + self.session();
        seen.map_or(absolute, |seen| absolute.min(seen + SignedDuration::from_mins(self.idle_minutes)))
    }

    /// Whether a password that was set then has to be changed now.
    pub fn is_too_old(&self, set_at: Timestamp, now: Timestamp) -> bool {
        self.password_days.is_some_and(|days| now >= set_at + SignedDuration::from_hours(24 * days))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const USUAL: OfficeSettings = OfficeSettings {
        version: 1,
        idle_minutes: 30,
        session_hours: 12,
        password_days: None,
        one_signer: false,
    };

    #[test]
    fn what_is_out_of_bounds_is_named_with_its_bounds() {
        assert!(USUAL.faults().is_empty());
        let odd = OfficeSettings { idle_minutes: 4, session_hours: 721, password_days: Some(7), ..USUAL };
        let fields: Vec<_> = odd.faults().into_iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["idle_minutes", "session_hours", "password_days"]);
        assert_eq!(odd.faults()[0].1, "请填5至720分钟");
    }

    #[test]
    fn changes_are_told_with_before_and_after() {
        let after = OfficeSettings { idle_minutes: 15, password_days: Some(90), one_signer: true, ..USUAL };
        assert_eq!(
            USUAL.changes_to(&after),
            [
                "多久没有动静就退出，由30分钟改为15分钟",
                "密码多久要换，由不限改为90天",
                "一人签几步，由不可以改为可以"
            ]
        );
        assert!(USUAL.changes_to(&USUAL).is_empty());
    }

    #[test]
    fn a_session_ends_without_a_sign_of_life_and_in_any_case() {
        let began = Timestamp::UNIX_EPOCH;
        let minute = |minute: i64| began + SignedDuration::from_mins(minute);
        assert_eq!(USUAL.end_of_session(began, Some(began)), minute(30));
        assert_eq!(USUAL.end_of_session(began, Some(minute(100))), minute(130));
        assert_eq!(USUAL.end_of_session(began, Some(minute(715))), minute(720));
        assert_eq!(USUAL.end_of_session(began, None), minute(720));
    }

    #[test]
    fn a_password_ages_only_where_the_office_says_so() {
        let set_at = Timestamp::UNIX_EPOCH;
        let day = |day: i64| set_at + SignedDuration::from_hours(24 * day);
        let quarterly = OfficeSettings { password_days: Some(90), ..USUAL };
        assert!(!USUAL.is_too_old(set_at, day(10_000)));
        assert!(!quarterly.is_too_old(set_at, day(89)));
        assert!(quarterly.is_too_old(set_at, day(90)));
    }
}
