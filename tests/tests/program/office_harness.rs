//! The office that the tests share.

use domain::person::Role;
use tests::both;

#[test]
fn a_person_signs_in_and_sees_the_front_page() {
    both(async |office| {
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        let front = editor.get("/").await;
        assert_eq!(front.status(), 200);
        assert!(front.text().contains("赵编辑"), "{}", front.text());
    });
}

#[test]
fn whoever_is_not_signed_in_is_asked_to_sign_in_and_led_back() {
    both(async |office| {
        let unit = office.unit("地质矿产管理科", &["地矿科"]).await;
        let contributor = office.person("周鹏", &[Role::Contributor(unit)]).await;
        let visitor = office.visitor();
        let page = visitor.get("/no/such/page?a=b").await;
        assert_eq!(page.path, "/sign-in?next=%2Fno%2Fsuch%2Fpage%3Fa%3Db");
        let form = [
            ("login", contributor.login()),
            ("password", tests::office::PASSWORD),
            ("next", "/no/such/page?a=b"),
        ];
        let page = visitor.post("/sign-in", &form).await;
        assert_eq!((page.path.as_str(), page.status()), ("/no/such/page?a=b", 404));
    });
}
