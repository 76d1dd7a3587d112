//! The format's description, its documentation, and what is refused.

use super::{RuleSet, sections};
use crate::scoring::columns::Field;

const DOCUMENTATION: &str = include_str!("../../../../docs/rules.md");

/// The text between two marks of the documentation.
fn part(name: &str) -> &'static str {
    let (_, after) = DOCUMENTATION.split_once(&format!("<!-- reference:{name} -->\n")).expect("the mark");
    let (part, _) = after.split_once(&format!("<!-- /reference:{name} -->")).expect("the mark's end");
    part
}

#[test]
fn the_documentation_has_every_key_as_the_reader_knows_it() {
    let (filter, sections) = sections::reference();
    assert_eq!(part("filter").trim(), filter.trim(), "put this in its place:\n{filter}");
    assert_eq!(part("sections").trim(), sections.trim(), "put this in its place:\n{sections}");
}

const HEAD: &str = "format = \"jianbao.rules/1\"\nname = \"办法\"\nversion = 1\nsince = \"2024-01\"\n";

fn faults(text: &str) -> Vec<String> {
    let result = RuleSet::read(&format!("{HEAD}{text}"));
    result.err().unwrap_or_default().iter().map(ToString::to_string).collect()
}

#[test]
fn the_least_rule_set_is_its_head() {
    assert_eq!(faults(""), [""; 0]);
    let missing = RuleSet::read("").expect_err("nothing");
    let places: Vec<String> = missing.iter().map(ToString::to_string).collect();
    assert_eq!(places, ["文件：缺少 format", "文件：缺少 name", "文件：缺少 version", "文件：缺少 since"]);
}

#[test]
fn every_fault_names_its_line_its_place_and_what_to_do() {
    let cases = [
        ("[[rates]]\nname = \"甲\"\nfact = \"adoptions\"\npoints = 1\n", "第5行 rates[0]：缺少 rule"),
        (
            "[[rates]]\nrule = \"a\"\nname = \"甲\"\nfact = \"adoption\"\npoints = 1\n",
            "第8行 rates[0].fact：没有“adoption”，可用：submissions、adoptions、upper_adoptions、commissions、\
             reported_up、instructions",
        ),
        (
            "[[rates]]\nrule = \"a\"\nname = \"甲\"\nfact = \"adoptions\"\npoints = \"五\"\n",
            "第9行 rates[0].points：“五”不是分值，应写作 5、0.5 或 -3 这样的十进制数",
        ),
        (
            "[[grants]]\nrule = \"a\"\nname = \"甲\"\npoints = 1\n[[grants]]\nrule = \"a\"\nname = \"乙\"\npoints = 1\n",
            "第10行 grants[1].rule：代号“a”已经用过（grants[0].rule），请换一个",
        ),
        (
            "[[caps]]\nrule = \"a\"\nname = \"甲\"\ncategories = [\"批\"]\nmost = 1\n",
            "第8行 caps[0].categories：没有规则记入“批”这一类，可用：信息、简讯、上级采用、约稿、批示、报送、报送上级、\
             基础分、加减分",
        ),
        (
            "[[quotas]]\nrule = \"a\"\nname = \"甲\"\nperiod = \"week\"\nconditions = [{ at_least = 3 }]\n",
            "第8行 quotas[0].period：按周、半月的任务只能数篇数（count）",
        ),
        (
            "[[caps]]\nrule = \"a\"\nname = \"甲\"\nmost = 1\nwith_opening = true\n",
            "第9行 caps[0].with_opening：结转分只能算在全年的限额里，请写 period = \"year\"，或不写 with_opening",
        ),
        (
            "[[quotas]]\nrule = \"a\"\nname = \"甲\"\nconditions = [{ count = [\"adoptions\"], at_least = 3, when = { instructed = true } }]\n",
            "第8行 quotas[0].conditions[0].when.instructed：“有批示”只能用在计分标准、附加分和倍数里；要数批示，请写 \
             count = [\"instructions\"]",
        ),
        (
            "[[rates]]\nrule = \"a\"\nname = \"甲\"\nfact = \"adoptions\"\npoints = 1\nwhen = { kind = \"简报\" }\n",
            "第10行 rates[0].when.kind：没有“简报”这种体裁，可用：信息、简讯；别的叫法写作 form（形式）",
        ),
        ("[ranking]\nby = \"rank\"\n", "第6行 ranking.by：排名要依据一个数字指标"),
        ("colums = 1\n", "第5行 colums：没有这个键，是不是 columns？"),
        ("[rounding]\nplaces = 5\n", "第6行 rounding.places：小数至多4位"),
    ];
    for (text, fault) in cases {
        assert_eq!(faults(text), [fault], "{text}");
    }
}

#[test]
fn what_was_kept_is_read_whatever_is_asked_of_new_ones() {
    let kept = "[[caps]]\nrule = \"a\"\nname = \"甲\"\nmost = 1\nwith_opening = true\n";
    let document = format!("{HEAD}{kept}");
    assert!(RuleSet::read(&document).is_err());
    assert!(RuleSet::read_kept(&document).is_ok_and(|rules| rules.caps[0].with_opening));
    assert!(RuleSet::read_kept("format = 1").is_err());
    // It can be changed where nothing is amiss; nothing may be added to what is.
    let rules = RuleSet::read_kept(&document).expect("a rule set that was kept");
    let named = rules.with_heads(|rules| rules.name = "新办法".to_owned());
    assert_eq!(named.map(|rules| rules.name), Ok("新办法".to_owned()));
    let worse = rules.with_heads(|rules| rules.ranking.by = Field::Rank).expect_err("ranks by ranks");
    assert_eq!(worse.len(), 1, "{worse:?}");
    assert!(worse[0].text.contains("排名要依据一个数字指标"), "{worse:?}");
}

#[test]
fn what_was_carried_in_counts_in_a_years_cap() {
    let cap = "[[caps]]\nrule = \"a\"\nname = \"甲\"\nmost = 1\nperiod = \"year\"\nwith_opening = true\n";
    assert_eq!(faults(cap), [""; 0]);
}
