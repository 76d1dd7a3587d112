//! The board's pool: what is shortlisted, in groups, chosen one by one, in ranges or a group at once, and placed together.

use domain::{act::Verb, id::IssueId, item::Kind};
use jiff::Zoned;
use leptos::prelude::*;

use super::board_parts::{BoardForm, ItemFacts, ItemTitle};
use crate::{
    desk::issues::{BoardItem, BoardSection},
    request::address::door,
    words,
};

/// How the pool is put together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum PoolOrder {
    #[default]
    Kind,
    Unit,
    /// Who has waited longest comes first.
    Waiting,
}

impl PoolOrder {
    const ALL: [Self; 3] = [Self::Kind, Self::Unit, Self::Waiting];

    /// What cannot be read is as good as not given.
    pub(super) fn of(code: &str) -> Self {
        Self::ALL.into_iter().find(|order| order.code() == code).unwrap_or_default()
    }

    fn code(self) -> &'static str {
        match self {
            Self::Kind => "kind",
            Self::Unit => "unit",
            Self::Waiting => "waiting",
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::Kind => "按体裁",
            Self::Unit => "按单位",
            Self::Waiting => "先到的在前",
        }
    }
}

/// What of the pool is looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct PoolView {
    /// Words that each item must have.
    pub(super) filter: String,
    pub(super) order: PoolOrder,
    /// Of which group all are ticked.
    pub(super) all: String,
}

impl PoolView {
    /// The board's address with this view.
    pub(super) fn address(&self, issue: IssueId) -> String {
        self.with(issue, self.order, "")
    }

    fn with(&self, issue: IssueId, order: PoolOrder, all: &str) -> String {
        let mut query = Vec::new();
        query.extend((!self.filter.is_empty()).then_some(("q", self.filter.as_str())));
        query.extend((order != PoolOrder::default()).then_some(("by", order.code())));
        query.extend((!all.is_empty()).then_some(("all", all)));
        match query.is_empty() {
            true => format!("/issues/{issue}/desk"),
            false => {
                format!("/issues/{issue}/desk?{}", serde_urlencoded::to_string(query).unwrap_or_default())
            }
        }
    }
}

/// 拟用: what can be placed.
#[component]
pub(super) fn ShortlistForms(
    form: BoardForm,
    shortlist: Vec<BoardItem>,
    shortlisted: usize,
    pool: PoolView,
    now: Zoned,
    sections: Vec<BoardSection>,
) -> AnyView {
    let nothing = shortlist.is_empty();
    let filtered = !pool.filter.is_empty();
    let unseen = if filtered { 0 } else { shortlisted.saturating_sub(shortlist.len()) };
    let orders = PoolOrder::ALL.map(|order| {
        let current = (order == pool.order).then_some("true");
        view! { <a href=pool.with(form.issue, order, "") aria-current=current>{order.label()}</a> }
    });
    let by = (pool.order != PoolOrder::default())
        .then(|| view! { <input type="hidden" name="by" value=pool.order.code() /> });
    view! {
        <section id="shortlist" class="board-shortlist" tabindex="-1" aria-labelledby="shortlist-title">
            <h2 id="shortlist-title">"拟用（"{shortlisted}"）"</h2>
            <form class="toolbar" method="get" action=format!("/issues/{}/desk", form.issue)>
                {by}
                <div class="field">
                    <label for="q">"筛选"</label>
                    <input id="q" type="search" name="q" value=pool.filter.clone() placeholder="标题、单位、体裁" />
                </div>
                <button>"筛选"</button>
            </form>
            <nav class="pool-orders" aria-label="拟用稿件的次序">{orders.collect_view()}</nav>
            {(unseen > 0).then(|| view! { <p class="notice">{format!("另有{unseen}篇没有列在这里，请用筛选找出。")}</p> })}
            {if nothing && filtered {
                view! { <p class="soft">"没有符合的拟用稿件。"</p> }.into_any()
            } else if nothing {
                view! { <p class="soft">"没有拟用的稿件。在"<a href="/inbox">"来稿"</a>"里把要用的稿件标为拟用，就会出现在这里。"</p> }.into_any()
            } else {
                view! { <Shortlist form shortlist pool now sections /> }.into_any()
            }}
        </section>
    }
    .into_any()
}

#[component]
fn Shortlist(
    form: BoardForm,
    shortlist: Vec<BoardItem>,
    pool: PoolView,
    now: Zoned,
    sections: Vec<BoardSection>,
) -> AnyView {
    let groups = grouped(shortlist, pool.order);
    let order = groups.iter().flat_map(|group| &group.items);
    let order = order.map(|item| format!("pick-{}", item.id)).collect::<Vec<_>>().join(" ");
    let issue = form.issue;
    let groups = groups.into_iter().map(|group| group_view(group, issue, &pool, &now)).collect_view();
    view! {
        <form method="post" action=door(Verb::PlaceItems)>
            {form.hidden("shortlist")}
            <input type="hidden" name="rows" value=order />
            <div class="toolbar many">
                <output class="soft" data-chosen="篇（则）"></output>
                <div class="field">
                    <label class="visually-hidden" for="section">"编入栏目"</label>
                    <select id="section" name="section">
                        <option value="">"按体裁编入"</option>
                        {sections.into_iter().map(|section| view! {
                            <option value=section.id.0>"编入"{section.label().to_owned()}</option>
                        }).collect_view()}
                    </select>
                </div>
                <button>"编入选中的"</button>
            </div>
            {groups}
        </form>
    }
    .into_any()
}

/// Items that stand together, under a name.
struct Group {
    code: String,
    name: String,
    items: Vec<BoardItem>,
}

fn grouped(mut items: Vec<BoardItem>, order: PoolOrder) -> Vec<Group> {
    let counted =
        |name: &str, kind: Kind, items: &[BoardItem]| format!("{name} {}{}", items.len(), kind.counter());
    match order {
        PoolOrder::Kind => {
            let group = |kind: Kind| {
                let items: Vec<BoardItem> = items.iter().filter(|item| item.kind == kind).cloned().collect();
                Group { code: kind.code().to_owned(), name: counted(kind.label(), kind, &items), items }
            };
            Kind::ALL.map(group).into_iter().filter(|group| !group.items.is_empty()).collect()
        }
        PoolOrder::Unit => {
            let mut groups: Vec<Group> = Vec::new();
            for item in items {
                // What is signed by nobody is a group as well, with a code of its own.
                let unit = if item.units.is_empty() { "没有署名" } else { &item.units };
                let (code, name) = (format!("unit {unit}"), unit.to_owned());
                match groups.iter_mut().find(|group| group.code == code) {
                    Some(group) => group.items.push(item),
                    None => groups.push(Group { code, name, items: vec![item] }),
                }
            }
            for group in &mut groups {
                group.name = format!("{} {}", group.name, group.items.len());
            }
            // Who has sent most is looked at first.
            groups.sort_by_key(|group| std::cmp::Reverse(group.items.len()));
            groups
        }
        PoolOrder::Waiting => {
            items.sort_by_key(|item| item.reached_at);
            vec![Group { code: "all".to_owned(), name: "先到的在前".to_owned(), items }]
        }
    }
}

fn group_view(group: Group, issue: IssueId, pool: &PoolView, now: &Zoned) -> impl IntoView + use<> {
    let Group { code, name, items } = group;
    let is_chosen = pool.all == code;
    let all = pool.with(issue, pool.order, &code);
    let label = format!("全选{name}");
    let waits = pool.order == PoolOrder::Waiting;
    let row = |item: BoardItem| {
        let field = format!("pick-{}", item.id);
        let title = item.title.clone();
        let reached = item.reached_at.filter(|_| waits).map(|reached| words::brief_moment(reached, now));
        view! {
            <li
                class="row board-item"
                id=format!("item-{}", item.id)
                data-row=""
                data-item=item.id.0
                data-kind=item.kind.code()
            >
                <label class="choice" for=field.clone() title=title.clone()>
                    <input type="checkbox" id=field.clone() name="item" value=item.id.0 checked=is_chosen />
                    <ItemTitle kind=item.kind title=item.gist.clone() />
                </label>
                <p class="row-meta">
                    <ItemFacts item=item.clone() />
                    {reached.map(|reached| view! { <span>{reached}"到"</span> })}
                    <a href=format!("/items/{}", item.id)>"看稿"<span class="visually-hidden">"《"{title}"》"</span></a>
                </p>
            </li>
        }
    };
    view! {
        <section class="pool-group" data-group="">
            <h3>{name}" "<a class="small" href=all data-all="" aria-label=label>"全选"</a></h3>
            <ul class="rows board-list">{items.into_iter().map(row).collect_view()}</ul>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use domain::id::ItemId;

    use super::*;

    fn item(id: i64, kind: Kind, units: &str, reached: i64) -> BoardItem {
        BoardItem {
            id: ItemId(id),
            kind,
            title: String::new(),
            gist: String::new(),
            units: units.to_owned(),
            characters: 0,
            lines: 0,
            reached_at: jiff::Timestamp::from_second(reached).ok(),
            cleared: true,
            resolved: true,
        }
    }

    #[test]
    fn the_pool_is_put_together_as_one_asks() {
        let pool = vec![
            item(1, Kind::Brief, "地矿科", 30),
            item(2, Kind::Article, "测绘科", 10),
            item(3, Kind::Article, "地矿科", 20),
        ];
        let seen = |order| {
            let groups = grouped(pool.clone(), order).into_iter();
            let ids = |group: &Group| group.items.iter().map(|item| item.id.0).collect::<Vec<_>>();
            groups.map(|group| (group.name.clone(), ids(&group))).collect::<Vec<_>>()
        };
        let named = |name: &str, ids: &[i64]| (name.to_owned(), ids.to_vec());
        assert_eq!(seen(PoolOrder::Kind), [named("信息 2篇", &[2, 3]), named("简讯 1则", &[1])]);
        assert_eq!(seen(PoolOrder::Unit), [named("地矿科 2", &[1, 3]), named("测绘科 1", &[2])]);
        assert_eq!(seen(PoolOrder::Waiting), [named("先到的在前", &[2, 3, 1])]);
    }

    #[test]
    fn no_group_is_chosen_where_none_is_asked_for() {
        for order in PoolOrder::ALL {
            let pool = vec![item(1, Kind::Brief, "", 30), item(2, Kind::Article, "地矿科", 10)];
            assert!(grouped(pool, order).iter().all(|group| !group.code.is_empty()), "{order:?}");
        }
    }

    #[test]
    fn an_address_says_what_is_looked_at_and_nothing_more() {
        let pool = PoolView { filter: "复垦".to_owned(), order: PoolOrder::Unit, all: "x".to_owned() };
        assert_eq!(pool.address(IssueId(7)), "/issues/7/desk?q=%E5%A4%8D%E5%9E%A6&by=unit");
        assert_eq!(PoolView::default().address(IssueId(7)), "/issues/7/desk");
        assert_eq!(PoolOrder::of("?"), PoolOrder::Kind);
    }
}
