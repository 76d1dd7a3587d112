//! `jianbao user`, from outside.

use std::{
    io::Write,
    path::Path,
    process::{Command, Output, Stdio},
};

fn jianbao(data: &Path, arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_jianbao"))
        .args(arguments)
        .arg("--data")
        .arg(data)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("it reads");
    stdin.write_all(input.as_bytes()).expect("it takes the password");
    drop(stdin);
    child.wait_with_output().expect("it ends")
}

fn words(output: &Output) -> (i32, String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().unwrap_or(-1), text(&output.stdout), text(&output.stderr))
}

#[test]
fn the_first_administrator_is_added_and_given_another_password() {
    let data = tempfile::tempdir().expect("a folder");
    let add = ["user", "add", "Admin", "--name", "马管理", "--role", "管理员"];
    let (status, out, err) = words(&jianbao(data.path(), &add, "first password\n"));
    assert_eq!((status, err.as_str()), (0, ""));
    assert!(out.contains("账号 admin") && out.contains("必须改密码"), "{out}");
    let (status, _, err) = words(&jianbao(data.path(), &add, "first password\n"));
    assert_eq!(status, 1);
    assert!(err.contains("账号 admin 已经是马管理的"), "{err}");
    let (status, out, _) = words(&jianbao(data.path(), &["user", "passwd", "admin"], "another password"));
    assert_eq!(status, 0);
    assert!(out.contains("马管理的密码已重设"), "{out}");
}

#[test]
fn what_is_wrong_is_told_and_nothing_is_added() {
    let data = tempfile::tempdir().expect("a folder");
    for (arguments, password, fault) in [
        (vec!["user", "add", "a", "--name", "甲", "--role", "国王"], "long enough", "没有“国王”这种角色"),
        (vec!["user", "add", "a", "--name", "甲", "--role", "信息员"], "long enough", "--unit"),
        (vec!["user", "add", "a", "--name", "甲", "--role", "编辑"], "short", "至少 10 个字符"),
        (vec!["user", "add", "a b", "--name", "甲", "--role", "编辑"], "long enough", "不能有空格"),
        (
            vec!["user", "add", "a", "--name", "甲", "--role", "信息员", "--unit", "地矿科"],
            "long enough",
            "没有“地矿科”这个单位",
        ),
        (vec!["user", "passwd", "nobody"], "long enough", "账号 nobody"),
    ] {
        let (status, out, err) = words(&jianbao(data.path(), &arguments, password));
        assert_eq!((status, out.as_str()), (1, ""), "{arguments:?}");
        assert!(err.contains(fault), "{arguments:?}: {err}");
    }
}
