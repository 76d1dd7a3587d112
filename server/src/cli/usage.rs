//! Help and usage errors in Chinese. clap speaks English; what it found wrong is kept, its sentences are not.

use std::{io::Write, process::ExitCode};

use clap::error::{ContextKind, ContextValue, Error, ErrorKind};

/// The page that `--help` shows.
pub(super) const HELP: &str = "{about}\n\n用法：{usage}\n\n{all-args}\n";

/// Prints help or version as a result (status 0), or what was wrong (status 2).
pub(super) fn answer(error: &Error) -> ExitCode {
    // A closed pipe is no reason to panic: nobody is left to be told.
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            let _ = write!(std::io::stdout(), "{error}");
            ExitCode::SUCCESS
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand | ErrorKind::MissingSubcommand => {
            let _ = write!(std::io::stderr(), "请写明要执行的命令。\n\n{}", error.render());
            ExitCode::from(2)
        }
        _ => {
            let _ = writeln!(std::io::stderr(), "{}。用 --help 查看用法。", in_words(error));
            ExitCode::from(2)
        }
    }
}

fn in_words(error: &Error) -> String {
    let named = |kind| match error.get(kind) {
        Some(ContextValue::Strings(values)) => Some(values.join("、")),
        value => value.map(ToString::to_string),
    };
    let argument = named(ContextKind::InvalidArg).unwrap_or_default();
    let value = named(ContextKind::InvalidValue).unwrap_or_default();
    match error.kind() {
        ErrorKind::MissingRequiredArgument => format!("缺少参数：{argument}"),
        ErrorKind::UnknownArgument => format!("没有这个参数：{argument}"),
        ErrorKind::InvalidSubcommand => {
            format!("没有这个命令：{}", named(ContextKind::InvalidSubcommand).unwrap_or_default())
        }
        ErrorKind::InvalidValue if value.is_empty() => format!("参数 {argument} 缺少值"),
        ErrorKind::InvalidValue => format!(
            "参数 {argument} 不能是“{value}”，可以是：{}",
            named(ContextKind::ValidValue).unwrap_or_default()
        ),
        ErrorKind::ValueValidation => match std::error::Error::source(error) {
            Some(reason) => format!("参数 {argument}：{reason}"),
            None => format!("参数 {argument} 的值“{value}”不正确"),
        },
        ErrorKind::ArgumentConflict => format!(
            "参数 {argument} 与 {} 重复或不能同时使用",
            named(ContextKind::PriorArg).unwrap_or_default()
        ),
        ErrorKind::NoEquals | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            format!("参数 {argument} 的值不完整")
        }
        ErrorKind::TooManyValues => format!("参数 {argument} 的值太多：{value}"),
        ErrorKind::InvalidUtf8 => "参数不是有效的 UTF-8 文字".to_owned(),
        _ => format!("命令行有误：{}", error.kind()),
    }
}
