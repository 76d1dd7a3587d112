//! The command line: which commands there are, and how they end.
//!
//! One file for each command, with its `Arguments` (clap) and its `run`. Standard output carries only a
//! command's result; messages go to standard error. Exit status: 0 done, 1 the input is wrong, 2 wrong usage.
//! Nothing here decides anything about newsletters: commands read, call the library, and write.

use std::{io::Write, process::ExitCode};

use clap::{Parser, Subcommand};

use crate::private;

mod audit;
mod backup;
mod bulletin;
mod demo;
mod files;
mod kept_files;
mod read_issue;
mod restore;
mod serve;
mod typeset;
mod usage;
mod user;
mod verify;
mod work;

/// The whole command line.
#[derive(Debug, Parser)]
#[command(name = "jianbao", version, about = "简报：采编、编排、印发、记分、通报")]
#[command(help_template = usage::HELP, subcommand_help_heading = "命令", subcommand_value_name = "命令")]
#[command(disable_help_flag = true, disable_version_flag = true, disable_help_subcommand = true)]
#[command(arg_required_else_help = true)]
struct CommandLine {
    #[command(subcommand)]
    command: Command,

    /// 显示说明
    #[arg(short, long, action = clap::ArgAction::Help, global = true, help_heading = "选项")]
    help: Option<bool>,

    /// 显示版本
    #[arg(short = 'V', long, action = clap::ArgAction::Version, help_heading = "选项")]
    version: Option<bool>,
}

/// One variant for each file beside this one.
#[derive(Debug, Subcommand)]
enum Command {
    /// 核对印好的通报，报告其中不符之处
    Audit(audit::Arguments),
    /// 备份数据，不必停止服务；核对备份文件
    Backup(backup::Arguments),
    /// 由事实文件计算一个月的通报
    Bulletin(bulletin::Arguments),
    /// 将空的数据目录填成一个正在工作的演示单位
    Demo(demo::Arguments),
    /// 看文件存放在哪里、有多少；换地方存放
    Files(kept_files::Arguments),
    /// 读出一期文字中的各篇稿件
    ReadIssue(read_issue::Arguments),
    /// 将备份恢复到空的数据目录
    Restore(restore::Arguments),
    /// 启动网站
    Serve(serve::Arguments),
    /// 将一期排版为 PDF
    Typeset(typeset::Arguments),
    /// 添加账号、重设密码
    User(user::Arguments),
    /// 核对事实、台账和印发的通报是否一致
    Verify(verify::Arguments),
    /// 只做后台任务，与网站分开
    Work(work::Arguments),
}

impl Command {
    /// Whether it makes what is the program's own: data, backups. What others make is for whoever asked for it.
    fn keeps(&self) -> bool {
        matches!(
            self,
            Self::Backup(_)
                | Self::Demo(_)
                | Self::Restore(_)
                | Self::Serve(_)
                | Self::User(_)
                | Self::Verify(_)
                | Self::Work(_)
        )
    }

    fn run(self) -> Result<(), Failure> {
        if self.keeps() {
            private::keep_private();
        }
        match self {
            Self::Audit(arguments) => audit::run(arguments),
            Self::Backup(arguments) => backup::run(arguments),
            Self::Bulletin(arguments) => bulletin::run(arguments),
            Self::Demo(arguments) => demo::run(arguments),
            Self::ReadIssue(arguments) => read_issue::run(arguments),
            Self::Restore(arguments) => restore::run(arguments),
            Self::Serve(arguments) => serve::run(arguments),
            Self::Typeset(arguments) => typeset::run(arguments),
            Self::User(arguments) => user::run(arguments),
            Self::Files(arguments) => kept_files::run(arguments),
            Self::Verify(arguments) => verify::run(arguments),
            Self::Work(arguments) => work::run(arguments),
        }
    }
}

/// Why a command did not do what was asked, in words for whoever typed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The input is wrong (exit status 1): every fault with its place, a line for each.
    Input(Vec<String>),
    /// The command was used wrongly (exit status 2).
    Usage(String),
}

impl Failure {
    /// One fault in the input.
    pub fn input(fault: impl std::fmt::Display) -> Self {
        Self::Input(vec![fault.to_string()])
    }

    fn lines(&self) -> &[String] {
        match self {
            Self::Input(faults) => faults,
            Self::Usage(text) => std::slice::from_ref(text),
        }
    }

    fn exit_code(&self) -> ExitCode {
        match self {
            Self::Input(_) => ExitCode::from(1),
            Self::Usage(_) => ExitCode::from(2),
        }
    }
}

/// Says what is most likely a slip; the command goes on.
fn warn(words: &dyn std::fmt::Display) {
    // Where standard error is closed, nobody is left to be told.
    let _ = writeln!(std::io::stderr(), "请核对：{words}");
}

/// Reads the process's command line, does what it asks, and answers with the exit status.
pub fn run() -> ExitCode {
    let command_line = match CommandLine::try_parse() {
        Ok(command_line) => command_line,
        Err(error) => return usage::answer(&error),
    };
    match command_line.command.run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            let mut errors = std::io::stderr().lock();
            for line in failure.lines() {
                // Where standard error is closed, nobody is left to be told.
                let _ = writeln!(errors, "{line}");
            }
            failure.exit_code()
        }
    }
}
