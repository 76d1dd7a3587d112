//! The same content as an HTML page, and the programs that print such pages.

use std::{
    fmt::Write,
    path::Path,
    process::{Child, Command, Stdio},
};

use super::Failure;
use domain::{
    issue::content::{IssueContent, ItemContent},
    item::Kind,
};

/// The page: A4, masthead, articles, briefs in two columns, page numbers.
pub(super) fn html(content: &IssueContent) -> String {
    let mut html = format!(
        "<!DOCTYPE html><html lang=\"zh-CN\"><meta charset=\"utf-8\"><title>{}</title><style>{STYLE}</style>\
         <h1>{0}</h1><p class=line>{} {}</p>",
        escape(&content.newsletter),
        escape(&content.publisher),
        content.date,
    );
    for section in &content.sections {
        let class = if section.kind == Kind::Brief { "briefs" } else { "articles" };
        let _ = write!(html, "<section class={class}>");
        section.items.iter().for_each(|item| piece(&mut html, section.kind, item));
        html.push_str("</section>");
    }
    html
}

/// Set with the fonts of our own pages, so that nobody has larger ones to cut down.
const STYLE: &str = concat!(
    "@font-face{font-family:Fang;src:url(file://",
    env!("CARGO_MANIFEST_DIR"),
    "/../templates/fonts/FandolFang-Regular.otf)}@font-face{font-family:Song;src:url(file://",
    env!("CARGO_MANIFEST_DIR"),
    "/../templates/fonts/FandolSong-Bold.otf)}@page{size:A4;margin:28mm 24mm;@bottom-center{content:counter(page)}}\
     body{font:16pt/28pt Fang;text-align:justify}h1,h2{font-family:Song}h1{color:#c00;text-align:center;font-size:40pt}\
     h2{text-align:center;font-size:22pt;break-after:avoid}p{margin:0;text-indent:2em}.briefs{columns:2;font-size:12pt;line-height:20pt}"
);

fn piece(html: &mut String, kind: Kind, item: &ItemContent) {
    if !item.title.is_empty() {
        let _ = write!(html, "<h2>{}</h2>", escape(&item.title));
    }
    for (index, paragraph) in item.body.lines().filter(|line| !line.trim().is_empty()).enumerate() {
        let mark = if kind == Kind::Brief && index == 0 { "▲" } else { "" };
        let _ = write!(html, "<p>{mark}{}</p>", escape(paragraph));
    }
    let _ = write!(html, "<p>{}</p>", escape(&item.attribution));
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// WeasyPrint's command, where it is installed.
pub(super) fn weasyprint(page: &Path, out: &Path) -> Option<Command> {
    let mut command = Command::new(find(&["weasyprint"])?);
    command.arg(page).arg(out);
    Some(command)
}

/// A whole process of Typst, by its package for Python, where that is installed.
pub(super) fn typst(folder: &Path, fonts: &Path) -> Option<Command> {
    let python = find(&["python3"])?;
    let is_there =
        Command::new(&python).args(["-c", "import typst"]).output().is_ok_and(|said| said.status.success());
    let program = "import sys, typst; typst.compile('issue.typ', output='issue.pdf', root='.', \
                   font_paths=[sys.argv[1]], ignore_system_fonts=True)";
    let mut command = Command::new(python);
    command.current_dir(folder).args(["-c", program]).arg(fonts);
    is_there.then_some(command)
}

/// Chromium's command, where it is installed.
pub(super) fn chromium(page: &Path, out: &Path) -> Option<Command> {
    let mut command = Command::new(find(&["chromium", "chromium-browser", "google-chrome"])?);
    command
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--no-pdf-header-footer"])
        .args(["--disable-background-networking", "--disable-component-update", "--disable-sync"])
        .arg(format!("--print-to-pdf={}", out.display()))
        .arg(page);
    Some(command)
}

/// nginx, serving one file; ended when dropped.
pub(super) struct Nginx(Child);

/// Where it listens: nobody else does here.
const NGINX: &str = "127.0.0.1:38080";

impl Nginx {
    /// Where the file is.
    pub(super) fn address(&self) -> String {
        format!("http://{NGINX}/file.pdf")
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// nginx with one worker on one core, where it is installed.
pub(super) fn nginx(folder: &Path, file: &[u8], core: &str) -> Result<Option<Nginx>, Failure> {
    let Some(program) = find(&["nginx", "/usr/sbin/nginx"]) else { return Ok(None) };
    let root = folder.join("nginx");
    std::fs::create_dir_all(&root)?;
    std::fs::write(root.join("file.pdf"), file)?;
    let settings = format!(
        "daemon off; master_process off; pid {0}/pid; error_log {0}/error.log; events {{ worker_connections 64; }} \
         http {{ access_log off; sendfile on; tcp_nopush on; types {{ application/pdf pdf; }} \
         client_body_temp_path {0}/body; proxy_temp_path {0}/proxy; fastcgi_temp_path {0}/fastcgi; \
         uwsgi_temp_path {0}/uwsgi; scgi_temp_path {0}/scgi; server {{ listen {NGINX}; root {0}; }} }}",
        root.display()
    );
    std::fs::write(root.join("nginx.conf"), settings)?;
    let mut command = Command::new("taskset");
    command.args(["-c", core]).arg(program).arg("-c").arg(root.join("nginx.conf"));
    let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    let nginx = Nginx(child);
    for _ in 0..50 {
        if std::net::TcpStream::connect(NGINX).is_ok() {
            return Ok(Some(nginx));
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    Err("nginx does not answer".into())
}

/// The first of these programs that is on the path.
pub(super) fn find(names: &[&str]) -> Option<std::path::PathBuf> {
    let path = std::env::var_os("PATH")?;
    let folders: Vec<_> = std::env::split_paths(&path).collect();
    names
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)))
        .find(|file| file.is_file())
}
