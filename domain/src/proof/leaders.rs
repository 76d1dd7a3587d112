//! Leaders' names, posts and order, after the office's list as it holds on the day of the text.

use std::{collections::BTreeSet, ops::Range};

use jiff::civil::Date;

use super::{
    finding::{Finding, FindingKind},
    lists::{Leader, OfficeWords},
    matcher::Matcher,
    passage::{Passage, is_ideograph},
};

/// Signs between two names of a list, at most.
const WIDEST_GAP: usize = 24;

/// The office's list, made ready to be looked for.
#[derive(Debug)]
pub(super) struct Leaders<'a> {
    /// Each person once, with all terms.
    people: Vec<Person<'a>>,
    names: Matcher,
    /// Each post's words with the place in `posts`.
    post_words: Matcher,
    posts: Vec<&'a str>,
    day: Date,
}

#[derive(Debug)]
struct Person<'a> {
    name: &'a str,
    /// In force on the day.
    terms: Vec<&'a Leader>,
    /// Ended before the day, the last first.
    past: Vec<&'a Leader>,
}

impl Person<'_> {
    fn order(&self) -> Option<u32> {
        self.terms.iter().map(|term| term.order).min()
    }

    /// Whether a post as written is one of those held: 局长 is 市自然资源和规划局局长 in short.
    fn holds(terms: &[&Leader], written: &str) -> bool {
        terms.iter().flat_map(|term| term.posts()).any(|post| is_short_of(written, post))
    }
}

/// Whether a post is written in full or without what stands before it. 副局长 is no short form of 局长, nor 局长 of 副局长.
fn is_short_of(written: &str, post: &str) -> bool {
    post.strip_suffix(written).is_some_and(|before| !before.ends_with(['副', '总', '原']))
        || written.strip_suffix(post).is_some_and(|before| !before.ends_with(['副', '总', '原']))
}

impl<'a> Leaders<'a> {
    pub(super) fn new(office: &'a OfficeWords, day: Date) -> Self {
        let mut people: Vec<Person<'a>> = Vec::new();
        for leader in office.leaders.iter().filter(|leader| leader.name.chars().count() > 1) {
            let number = people.iter().position(|person| person.name == leader.name).unwrap_or_else(|| {
                people.push(Person { name: &leader.name, terms: Vec::new(), past: Vec::new() });
                people.len() - 1
            });
            if leader.is_in_office(day) {
                people[number].terms.push(leader);
            } else if leader.until.is_some_and(|until| until <= day) {
                people[number].past.push(leader);
            }
        }
        people.iter_mut().for_each(|person| person.past.sort_by_key(|term| std::cmp::Reverse(term.until)));
        let posts: BTreeSet<&str> =
            office.leaders.iter().flat_map(Leader::posts).filter(|post| post.chars().count() > 1).collect();
        let posts: Vec<&str> = posts.into_iter().collect();
        let names = Matcher::new(people.iter().enumerate().map(|(number, person)| (person.name, number)));
        let post_words = Matcher::new(posts.iter().enumerate().map(|(number, post)| (*post, number)));
        Self { people, names, post_words, posts, day }
    }

    pub(super) fn look(&self, passage: &Passage, findings: &mut Vec<Finding>) {
        if self.people.is_empty() {
            return;
        }
        let names = self.names.find(&passage.signs);
        let posts = self.post_words.find(&passage.signs);
        for (range, number) in &names {
            self.post_of(passage, range, &self.people[*number], &posts, findings);
        }
        for (range, number) in &posts {
            self.name_of(passage, range, self.posts[*number], &names, findings);
        }
        self.order(passage, &names, &posts, findings);
    }

    /// The post right before a name, or right behind it.
    fn post_of(
        &self,
        passage: &Passage,
        name: &Range<usize>,
        person: &Person<'_>,
        posts: &[(Range<usize>, usize)],
        findings: &mut Vec<Finding>,
    ) {
        let after = posts.partition_point(|(range, _)| range.start < name.end);
        let before =
            after.checked_sub(1).map(|place| &posts[place]).filter(|(range, _)| range.end == name.start);
        let behind = posts.get(after).filter(|(range, _)| range.start == name.end);
        let Some((post, number)) = before.or(behind) else { return };
        let written = self.posts[*number];
        // What was is told as such.
        let is_former =
            ["原", "原任", "时任", "前", "前任"].iter().any(|word| passage.has_before(post.start, word));
        if is_former || Person::holds(&person.terms, written) {
            return;
        }
        let is_deputy = passage.has_before(post.start, "副");
        if is_deputy && Person::holds(&person.terms, &format!("副{written}")) {
            return;
        }
        let past = person.past.iter().find(|term| Person::holds(&[term], written));
        let (explanation, mending) = match (past, person.terms.as_slice()) {
            (Some(Leader { until: Some(until), .. }), []) => (
                format!(
                    "{}自{}年{}月{}日起不再担任{written}",
                    person.name,
                    until.year(),
                    until.month(),
                    until.day()
                ),
                None,
            ),
            (_, []) => return,
            (_, terms) => {
                let held: Vec<&str> = terms.iter().map(|term| term.post.as_str()).collect();
                let mending =
                    Some(held[0]).filter(|post| held.len() == 1 && before.is_some() && !post.contains('、'));
                (format!("{}的职务是{}", person.name, held.join("、")), mending.map(str::to_owned))
            }
        };
        let start = post.start - usize::from(is_deputy);
        findings.push(passage.finding(FindingKind::LeaderPost, start..post.end, explanation, mending));
    }

    /// A name after a post that only one holds, of which one character is another.
    fn name_of(
        &self,
        passage: &Passage,
        post: &Range<usize>,
        written: &str,
        names: &[(Range<usize>, usize)],
        findings: &mut Vec<Finding>,
    ) {
        let named = names.partition_point(|(range, _)| range.start < post.end);
        if names.get(named).is_some_and(|(range, _)| range.start == post.end) {
            return;
        }
        let holders = self.people.iter().filter(|person| Person::holds(&person.terms, written));
        for person in holders {
            let length = person.name.chars().count();
            let Some(signs) = passage.signs.get(post.end..post.end + length) else { continue };
            let differs = person.name.chars().zip(signs).filter(|(own, sign)| own != *sign).count();
            // Two characters of which one is another are too little to know a name by, unless a verb follows it.
            let same_surname = person.name.chars().next() == signs.first().copied();
            let goes_on = [
                "主持", "出席", "参加", "强调", "指出", "要求", "带队", "陪同", "调研", "讲话", "、", "，",
                "等", "一行",
            ]
            .iter()
            .any(|word| passage.has(post.end + length, word));
            if differs == 1
                && signs.iter().all(|sign| is_ideograph(*sign))
                && (same_surname || length > 2)
                && goes_on
            {
                let range = post.end..post.end + length;
                let explanation = format!("{written}的姓名是{}", person.name);
                let mending = Some(person.name.to_owned());
                findings.push(passage.finding(FindingKind::LeaderPost, range, explanation, mending));
                return;
            }
        }
    }

    /// Lists of names in one sentence: each with nothing between itself and the next but marks and posts.
    fn order(
        &self,
        passage: &Passage,
        names: &[(Range<usize>, usize)],
        posts: &[(Range<usize>, usize)],
        findings: &mut Vec<Finding>,
    ) {
        let mut start = 0;
        while start < names.len() {
            let mut end = start + 1;
            while end < names.len() && self.is_listed(passage, &names[end - 1].0, &names[end].0, posts) {
                end += 1;
            }
            self.judge_order(passage, &names[start..end], findings);
            start = end;
        }
    }

    fn is_listed(
        &self,
        passage: &Passage,
        one: &Range<usize>,
        next: &Range<usize>,
        posts: &[(Range<usize>, usize)],
    ) -> bool {
        let between = &passage.signs[one.end..next.start];
        let parts = between.first().is_some_and(|sign| "、，, 　和及".contains(*sign));
        let has_post = || {
            let number = posts.partition_point(|(range, _)| range.start < next.start);
            number
                .checked_sub(1)
                .is_some_and(|number| posts[number].0.end == next.start && posts[number].0.start > one.end)
        };
        let is_bare = between.len() == 1;
        let ends_sentence = between.iter().any(|sign| "。！？；：\n”".contains(*sign));
        parts && between.len() <= WIDEST_GAP && !ends_sentence && (is_bare || has_post())
    }

    fn judge_order(&self, passage: &Passage, list: &[(Range<usize>, usize)], findings: &mut Vec<Finding>) {
        let orders: Vec<(u32, usize)> =
            list.iter().filter_map(|(_, number)| Some((self.people[*number].order()?, *number))).collect();
        let ascends = orders.windows(2).all(|pair| pair[0].0 <= pair[1].0);
        if orders.len() < 2 || orders.len() < list.len() || ascends {
            return;
        }
        let mut right = orders;
        right.sort();
        let right: Vec<&str> = right.into_iter().map(|(_, number)| self.people[number].name).collect();
        let range = list[0].0.start..list[list.len() - 1].0.end;
        // With posts between them, names cannot change places alone.
        let are_bare = list.windows(2).all(|pair| pair[1].0.start - pair[0].0.end == 1);
        let mending = are_bare.then(|| {
            let mut mending = String::new();
            for (place, name) in right.iter().enumerate() {
                mending.push_str(name);
                mending.extend(
                    list.get(place)
                        .filter(|_| place + 1 < list.len())
                        .and_then(|(range, _)| passage.get(range.end)),
                );
            }
            mending
        });
        let explanation =
            format!("按{}年{}月领导排序应为：{}", self.day.year(), self.day.month(), right.join("、"));
        findings.push(passage.finding(FindingKind::LeaderOrder, range, explanation, mending));
    }
}
