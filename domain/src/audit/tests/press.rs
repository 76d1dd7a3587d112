//! Printing a bulletin as text in the layouts that offices' files have, from a form in which anything can be
//! changed.

use crate::scoring::Bulletin;

/// A bulletin before it is printed. Everything in it may be made wrong.
#[derive(Clone, Debug)]
pub(super) struct Press {
    pub title: String,
    pub covering: Vec<String>,
    pub groups: Vec<Group>,
    pub notes: String,
}

#[derive(Clone, Debug)]
pub(super) struct Group {
    pub table_title: String,
    pub list_title: String,
    /// The cells of each row, the name first.
    pub rows: Vec<Vec<String>>,
    pub told: Vec<Told>,
}

#[derive(Clone, Debug)]
pub(super) struct Told {
    pub paragraph: String,
    /// Title and source.
    pub items: Vec<(String, String)>,
}

/// How a table is set.
#[derive(Clone, Copy, Debug)]
pub(super) enum Layout {
    /// Each cell on a line of its own after a tab, rows parted by blank lines, merged cells left out.
    Cells,
    /// A row on each line, with tabs.
    Tabs,
    /// A row on each line, with bars.
    Bars,
}

impl Press {
    pub(super) fn of(bulletin: &Bulletin, remark: &str) -> Self {
        let columns = bulletin.columns();
        let groups = bulletin.groups.iter().map(|group| Group {
            table_title: group.table_title.clone(),
            list_title: group.list_title.clone(),
            rows: group
                .rows
                .iter()
                .map(|row| columns.iter().map(|column| row.figures.cell(column)).collect())
                .collect(),
            told: group
                .rows
                .iter()
                .map(|row| Told {
                    paragraph: row.paragraph.clone(),
                    items: row.items.iter().map(|item| (item.title.clone(), item.source.clone())).collect(),
                })
                .collect(),
        });
        let mut covering = bulletin.covering.clone();
        covering.push(remark.to_owned());
        Self {
            title: bulletin.title.concat(),
            covering,
            groups: groups.collect(),
            notes: notes(&bulletin.notes),
        }
    }

    pub(super) fn text(&self, layout: Layout) -> String {
        let mut text = format!("\n{}\n\n各单位：\n", self.title);
        for paragraph in &self.covering {
            text.push_str(&format!("    {paragraph}\n"));
        }
        text.push_str("\n某市自然资源局\n2031年3月20日\n\n");
        for group in &self.groups {
            text.push_str(&format!("{}\n", group.table_title));
            text.push_str(&table(&group.rows, layout));
            text.push_str("\n\n");
        }
        for group in &self.groups {
            text.push_str(&format!("{}\n\n", group.list_title));
            for told in &group.told {
                text.push_str(&format!("    {}\n", told.paragraph));
                for (number, (title, source)) in (1..).zip(&told.items) {
                    // As flush right as an office makes it.
                    let line = if number % 2 == 0 { "\n                 " } else { "    " };
                    text.push_str(&format!("{number}、 {title}{line}{source}\n"));
                }
            }
            text.push('\n');
        }
        text + &self.notes
    }
}

fn notes(notes: &[String]) -> String {
    let numbered: Vec<String> = (1..).zip(notes).map(|(number, note)| format!("{number}、{note}")).collect();
    format!("注：{}", numbered.join("\n    "))
}

const HEAD: [&[&str]; 2] = [
    &[
        "单位",
        "上报篇数",
        "采用信息",
        "约稿",
        "报省市",
        "本月基础分",
        "本月\n分数",
        "累计\n分数",
        "总\n排\n名",
    ],
    &["", "", "市级以上采用篇数", "市局简报采用篇数", "记分", "篇数", "计分", "", "", "", "", ""],
];
const ONE_HEAD: [&str; 12] = [
    "单位",
    "上报篇数",
    "市级以上采用",
    "简报采用",
    "记分",
    "约稿篇数",
    "约稿记分",
    "报省市",
    "基础分",
    "本月分数",
    "累计分数",
    "总排名",
];

fn table(rows: &[Vec<String>], layout: Layout) -> String {
    match layout {
        Layout::Cells => {
            let head = HEAD.iter().map(|row| row.iter().map(ToString::to_string).collect::<Vec<_>>());
            let broken = rows.iter().map(|row| {
                let mut row = row.clone();
                // A long name is broken in its cell.
                row[0] = row[0].chars().enumerate().fold(String::new(), |name, (at, character)| {
                    if at == 4 { format!("{name}\n{character}") } else { format!("{name}{character}") }
                });
                row
            });
            let row = |cells: Vec<String>| format!("\t{}\n\n", cells.join("\n\t"));
            head.chain(broken).map(row).collect()
        }
        Layout::Tabs => {
            let head = std::iter::once(ONE_HEAD.map(str::to_owned).to_vec());
            head.chain(rows.iter().cloned()).map(|row| row.join("\t") + "\n").collect()
        }
        Layout::Bars => {
            let head = std::iter::once(ONE_HEAD.map(str::to_owned).to_vec());
            head.chain(rows.iter().cloned()).map(|row| format!("| {} |\n", row.join(" | "))).collect()
        }
    }
}
