//! A record finds the item that it is about by its title.

use domain::{item::Kind, person::Role};
use serde_json::Value;
use tests::both;

use super::{
    published::{Piece, items_of, publish},
    records::add_channel,
};

#[test]
fn an_item_is_found_by_words_of_its_title_and_fills_the_form_in() {
    both(async |office| {
        office.unit("高唐局", &[]).await;
        office.unit("临城局", &[]).await;
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        add_channel(&editor, "每日动态").await;
        let pieces = [
            Piece { kind: Kind::Article, title: "矿山复绿一期完工", units: "高唐局 临城局" },
            Piece { kind: Kind::Article, title: "河道清淤", units: "临城局" },
        ];
        let issue = publish(office, &editor, 3, "2024-01", &pieces).await;
        let item = items_of(office, issue).await[0];
        let asked = |title: &str| {
            let query = serde_urlencoded::to_string([("title", title)]).expect("a query");
            format!("/records/items?{query}")
        };
        let found: Value = serde_json::from_str(editor.get(&asked("复绿")).await.html()).expect("JSON");
        assert_eq!(found.as_array().map(Vec::len), Some(1), "{found}");
        assert_eq!(found[0]["item"]["item"], item.0, "{found}");
        assert_eq!(found[0]["item"]["title"], "矿山复绿一期完工");
        assert_eq!(found[0]["place"], "自然资源信息 2024年第3期");
        assert_eq!(editor.get(&asked("清淤工程")).await.html(), "[]", "the body is not looked through");
        assert_eq!(editor.get(&asked("")).await.html(), "[]");

        // Without a script the form comes back as it was filled in, with links.
        let typed = [
            ("title", "复绿"),
            ("date", "2024-01-12"),
            ("month", "2024-01"),
            ("channel", "每日动态"),
            ("starred", "true"),
            ("find", "upper_adoption"),
        ];
        let typed = serde_urlencoded::to_string(typed).expect("a query");
        let page = editor.get(&format!("/records?{typed}")).await;
        assert!(page.html().contains("value=\"复绿\""), "{}", page.html());
        let link = page.html().split("href=\"").map(|rest| rest.split('"').next().unwrap_or_default());
        let link = link.into_iter().find(|link| link.contains(&format!("item={item}"))).expect("a link");
        let (address, focus) = link.split_once('#').expect("it leads to the units");
        assert_eq!(focus, "entry-units");
        let page = editor.get(&address.replace("&amp;", "&")).await;
        assert!(page.html().contains("value=\"矿山复绿一期完工\""), "{}", page.html());
        assert!(page.html().contains(&format!("name=\"item\" value=\"{item}\"")), "{}", page.html());
        assert!(page.html().contains("value=\"高唐局 临城局\""), "{}", page.html());
        assert!(page.html().contains("value=\"2024-01-12\""), "what was typed stays: {}", page.html());
        assert!(page.text().contains("不指明稿件"), "{}", page.text());
        let page = editor.get("/records?find=upper_adoption&title=没有这样的题目&month=x").await;
        assert!(page.text().contains("没有找到题目里有这些字的稿件"), "{}", page.text());
    });
}

#[test]
fn what_is_no_concern_of_the_office_is_not_found_and_only_who_records_asks() {
    both(async |office| {
        let unit = office.unit("高唐局", &[]).await;
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        let writer = office.person("周鹏", &[Role::Contributor(unit)]).await;
        let text = [
            ("unit", unit.to_string()),
            ("kind", "信息".to_owned()),
            ("title", "还没有写完的复绿".to_owned()),
            ("body", "写了一半。".to_owned()),
            ("attribution_line", "（高唐局）".to_owned()),
        ];
        let answer = writer.post("/do/draft_item", &text).await;
        assert!(writer.get("/items").await.text().contains("还没有写完的复绿"), "{}", answer.flash());
        let address = "/records/items?title=%E5%A4%8D%E7%BB%BF";
        assert_eq!(editor.get(address).await.html(), "[]", "a draft is its writer's");
        assert_eq!(writer.get(address).await.status(), 403);
        assert!(office.visitor().get(address).await.path.starts_with("/sign-in"));
    });
}
