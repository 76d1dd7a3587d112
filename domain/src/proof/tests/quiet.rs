//! How quiet proofreading is on texts that were printed: nothing but what is wrong is told.

use super::*;

/// The demonstration's texts, with the least of each figure and a unit in its place.
fn demonstration() -> String {
    let texts = [
        include_str!("../../../../server/src/demo/articles.txt"),
        include_str!("../../../../server/src/demo/briefs.txt"),
    ]
    .join("\n");
    let mut filled = String::new();
    let mut rest = texts.as_str();
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let (name, after) = after.split_once('}').expect("closed");
        filled.push_str(match name {
            "日" => "4月10日",
            "单位" => "冠县局",
            "地" => "县城",
            figures => figures.split('-').next().unwrap_or_default(),
        });
        rest = after;
    }
    filled + rest
}

#[test]
fn the_demonstration_has_nothing_to_mend() {
    let texts = demonstration();
    assert!(texts.chars().count() > 10_000);
    assert_eq!(in_short(&read(&texts)), [""; 0]);
}

/// From a printed issue, as it was printed; what is wrong in it stands in the test.
const PRINTED: &str = "近年来，东阿局紧紧围绕“集约节约用地，严守耕地红线”主线，扎实开展耕地保护工作，坚持集约节约用地，在南水北调续建配套工程中创新实施暗管埋设节地技术，为全县节约用地 1260 亩。2024 年初，东阿县南水北调续建配套工程被省自然资源厅列入山东重大建设项目节地案例库（第一批）水利类建设项目节地技术典型案例。
当前正值飞絮污染高发期,各责任单位按照林业局的要求积极行动,重点采用“喷、湿、扫、吸”四步作业法,分区域、分时段、空中与地面立体治理,每天出动大型喷水、清扫车辆200余台次;在县城区划分3个重点治理区域。
一是向事前预防、立案查处转变。坚持做到关口前移、源头把控，防止小毛病演变成大问题。累计发放《一封信》1000余份，借助“镇镇通、村村通”广播循环播放最新法律法规和土地政策，增强广大群众的耕地保护意识。
▲1-3月份，全市共核发建设用地规划条件115件；共审查通过修建性详细规划48个，规划占地面积约279.58公顷，规划建筑面积约154.64万平方米。
▲今年以来，东昌府区分局狠抓森林火灾源头治理。截至目前，共派出检查人员33人次，检查次数12次，共计清理林下可燃物20余亩，约5余吨。
▲4月8日，阳谷局印发21万余份关于耕地保护《致全县广大人民群众的一封信》宣传页，进行全县范围内“一户一页”入户张贴。
▲近日，《冠县国土空间总体规划（2021-2035年）》（以下简称《规划》）获山东省人民政府批复。
（东昌府区分局/高洪磊
常文彬 朱明珠）";

#[test]
fn a_printed_issue_is_told_its_slips_and_nothing_else() {
    let expected = [
        "数字用法  →",
        "数字用法  →",
        "数字用法  →",
        "标点 ,→，",
        "标点 ,→，",
        "标点 ,→，",
        "标点 ,→，",
        "标点 ;→；",
        "数字用法 1-3→1—3",
        "重复 约5余→约5",
        "数字用法 2021-2035→2021—2035",
    ];
    assert_eq!(in_short(&read(PRINTED)), expected);
}

#[test]
fn a_text_of_one_sign_over_and_over_is_read_in_one_pass() {
    // Each would take minutes if a rule looked at the rest of the text from every place.
    let length = 60_000;
    for unit in [
        "（",
        "（》",
        "\"",
        "1",
        "的",
        "，",
        "……",
        "...",
        "-",
        " ",
        "．１",
        "一、",
        "约5",
        "|\n",
        "（\n》\n",
        "国发[",
    ] {
        let text = unit.repeat(length / unit.chars().count());
        let findings = read(&text);
        assert!(findings.len() <= length, "{unit}");
        tidy_marks(&ProofText::of_body(&text));
    }
}
