//! What an office sets for itself: how long sessions last, how its bulletin is addressed; and its log, searched.

use domain::person::Role;
use tests::{
    both, both_with,
    items::{act, draft},
    newsroom,
};

#[test]
fn a_session_lasts_as_long_as_it_is_set_to() {
    both_with(
        |settings| settings.session_hours = Some(2),
        async |office| {
            let reader = office.person("白露", &[Role::Reader]).await;
            let elsewhere = reader.elsewhere();
            let form = [("login", reader.login()), ("password", tests::office::PASSWORD)];
            let fields: Vec<_> = form.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
            let answer = elsewhere.try_post("/sign-in", &fields).await.expect("an answer");
            let cookie = answer.header("set-cookie").unwrap_or_default();
            assert!(cookie.contains("; Max-Age=7200"), "{cookie}");
            for time in ["09:29", "09:58", "10:27", "10:56"] {
                office.set_now(&format!("2024-01-15T{time}"));
                assert_eq!(reader.get("/me").await.path, "/me", "a sign of life at {time}");
            }
            office.set_now("2024-01-15T10:59");
            assert_eq!(reader.get("/me").await.path, "/me");
            office.set_now("2024-01-15T11:00");
            assert_eq!(reader.get("/me").await.path, "/sign-in?next=%2Fme", "used or not, it ends");
        },
    );
}

#[test]
fn a_bulletins_letter_is_set_and_the_next_month_begins_with_it() {
    both(async |office| {
        office.unit("高唐局", &[]).await;
        newsroom::newsletter(office, "河湖信息", false).await;
        let editor = office.person("王编", &[Role::Editor]).await;
        let reader = office.person("白露", &[Role::Reader]).await;
        let usual = editor.get("/bulletins/2024-01/pdf").await;
        assert_eq!(usual.status(), 200);
        let page = editor.get("/bulletins/2024-01/letter").await;
        assert!(page.text().contains("不填则印“市水务局办公室”"), "{}", page.text());
        assert!(page.text().contains("不填则印“各机关科室”"), "{}", page.text());
        assert_eq!(reader.get("/bulletins/2024-01/letter").await.status(), 403);
        let letter = |version: &str| {
            [
                ("month", "2024-01".to_owned()),
                ("version", version.to_owned()),
                ("addressees", "各县区局，机关各科室".to_owned()),
                ("signature", "市水务局".to_owned()),
                ("date", "2024-02-05".to_owned()),
            ]
        };
        let refused = reader.post("/do/set_bulletin_letter", &letter("0")).await;
        assert_eq!(refused.flash(), "只有编辑可以这样做。您的文字已留存");
        let answer = editor.post("/do/set_bulletin_letter", &letter("0")).await;
        assert_eq!(answer.flash(), "已保存，2024年1月份通报的文件照此印");
        assert_eq!(answer.path, "/bulletins/2024-01/letter");
        let printed = editor.get("/bulletins/2024-01/pdf").await;
        assert_ne!(printed.body, usual.body);
        let again = editor.post("/do/set_bulletin_letter", &letter("0")).await;
        assert!(again.flash().contains("您自己在别的页面上09:00改过通报的正文和落款（"), "{}", again.flash());
        let february = editor.get("/bulletins/2024-02/letter").await;
        for part in
            ["value=\"各县区局，机关各科室\"", "value=\"市水务局\"", "name=\"date\" type=\"date\" value=\"\""]
        {
            assert!(february.html().contains(part), "{part}: {}", february.html());
        }
        assert!(
            !editor.get("/bulletins/2023-12/letter").await.html().contains("市水务局\""),
            "none before it"
        );
        let undo = answer.whole_flash().and_then(|flash| flash.undo.clone()).expect("it can be taken back");
        editor.post(&format!("/do/{}", undo.verb), &undo.fields).await;
        assert_eq!(editor.get("/bulletins/2024-01/pdf").await.body, usual.body);
        let log = editor.get("/events?verb=set_bulletin_letter").await;
        assert!(
            log.text()
                .contains("主送各县区局，机关各科室，正文照常，另加说明0条，落款市水务局，日期2024-02-05"),
            "{}",
            log.text()
        );
    });
}

#[test]
fn the_log_is_searched_by_what_was_done_to_what_by_whom_and_when() {
    both(async |office| {
        let unit = office.unit("高唐局", &[]).await;
        let author = office.person("周鹏", &[Role::Contributor(unit)]).await;
        let editor = office.person("王编", &[Role::Editor]).await;
        let (first, second) =
            (draft(&author, unit, "甲", "（高唐局）").await, draft(&author, unit, "乙", "（高唐局）").await);
        act(office, &author, "submit", first, &[]).await;
        office.set_now("2024-01-15T15:00");
        editor.sign_in(tests::office::PASSWORD).await;
        act(office, &editor, "receive", first, &[]).await;
        office.set_now("2024-01-16T09:00");
        editor.sign_in(tests::office::PASSWORD).await;
        act(office, &editor, "return_item", first, &[("kinds", "off_topic")]).await;
        let count = async |query: &str| {
            let page = editor.get(&format!("/events?{query}")).await;
            assert_eq!(page.status(), 200, "{query}");
            page.html().matches("<th scope=\"row\"").count()
        };
        assert_eq!(count("verb=draft_item").await, 1, "what nobody has sent in is its writer's own");
        assert_eq!(count("verb=submit").await, 1);
        assert_eq!(count(&format!("subject=item&id={first}")).await, 4);
        assert_eq!(count(&format!("subject=item&id={first}&verb=receive")).await, 1);
        assert_eq!(count(&format!("subject=item&id={second}")).await, 0);
        assert_eq!(count("verb=draft_item&person=王").await, 0);
        assert_eq!(count("verb=return_item&from=2024-01-16").await, 1);
        assert_eq!(count("verb=return_item&until=2024-01-15").await, 0);
        let page = editor.get("/events?verb=return_item").await;
        assert!(page.html().contains("<option value=\"return_item\" selected"), "{}", page.html());
        assert!(page.html().contains(&format!("href=\"/items/{first}\"")), "it leads to the item");
    });
}
