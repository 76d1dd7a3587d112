//! A person before a browser without JavaScript: cookies, links, forms, redirects followed.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use app::request::flash::{self, Flash};
use domain::person::Actor;
use reqwest::{
    Method, RequestBuilder, StatusCode,
    header::{self, HeaderMap, HeaderValue},
};

/// One browser. Its clones share their cookies, so that one person can do several things at once.
#[derive(Clone, Debug)]
pub struct Client {
    http: reqwest::Client,
    url: String,
    /// What the person typed: where the pages that forms are posted from seem to be.
    origin: String,
    browser: Arc<Mutex<Browser>>,
    person: Option<(Actor, String)>,
}

#[derive(Debug, Default)]
struct Browser {
    cookies: BTreeMap<String, String>,
    /// The page looked at, which forms are posted from.
    page: String,
}

/// More redirects than any act needs.
const MOST_REDIRECTS: usize = 8;

impl Client {
    /// A browser that nobody has signed in with.
    pub fn new(url: &str, origin: &str) -> Self {
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .build()
            .expect("a client can be built");
        let browser = Browser { page: "/".to_owned(), ..Browser::default() };
        let browser = Arc::new(Mutex::new(browser));
        Self { http, url: url.to_owned(), origin: origin.to_owned(), browser, person: None }
    }

    /// The browser of a person, not signed in yet.
    pub fn of(self, actor: Actor, login: String) -> Self {
        Self { person: Some((actor, login)), ..self }
    }

    /// Another browser of the same person, not signed in yet.
    pub fn elsewhere(&self) -> Self {
        Self { person: self.person.clone(), ..Self::new(&self.url, &self.origin) }
    }

    /// The same browser, with the same cookies, where the office is found at another address.
    pub fn at(&self, url: &str) -> Self {
        Self { url: url.to_owned(), origin: url.to_owned(), ..self.clone() }
    }

    /// The person, with the roles that the account was made with.
    pub fn actor(&self) -> &Actor {
        &self.person.as_ref().expect("this client is a person").0
    }

    /// Where the pages seem to be that forms are posted from.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The account's name.
    pub fn login(&self) -> &str {
        &self.person.as_ref().expect("this client is a person").1
    }

    /// Signs in; fails where the sign-in page comes back.
    pub async fn sign_in(&self, password: &str) {
        let answer = self.post("/sign-in", &[("login", self.login()), ("password", password)]).await;
        assert!(!answer.path.starts_with("/sign-in"), "sign-in failed: {}", answer.text());
    }

    /// Looks at a page.
    pub async fn get(&self, path: &str) -> Answer {
        self.follow(path, None).await
    }

    /// Posts a form from the page looked at, and looks at what it leads to.
    pub async fn post(&self, path: &str, fields: &[(impl AsRef<str>, impl AsRef<str>)]) -> Answer {
        let fields: Vec<(&str, &str)> =
            fields.iter().map(|(name, value)| (name.as_ref(), value.as_ref())).collect();
        let form = serde_urlencoded::to_string(fields).expect("a form of texts can be written");
        self.follow(path, Some(form)).await
    }

    /// One request, with the cookies and nothing else: for tests that set headers of their own. Send it with
    /// [`Client::send`].
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let browser = self.browser.lock().expect("nobody panics with the cookies in hand");
        let cookies: Vec<String> =
            browser.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = self.http.request(method, format!("{}{path}", self.url));
        if cookies.is_empty() { request } else { request.header(header::COOKIE, cookies.join("; ")) }
    }

    /// Sends one request and follows nothing.
    pub async fn send(&self, request: RequestBuilder) -> Answer {
        self.try_send(request).await.expect("the office answers")
    }

    /// Posts a form to an office that may end before it has answered, and follows nothing.
    pub async fn try_post(&self, path: &str, fields: &[(String, String)]) -> Result<Answer, reqwest::Error> {
        let form = serde_urlencoded::to_string(fields).expect("a form of texts can be written");
        self.try_send(self.form(path, form)).await
    }

    async fn try_send(&self, request: RequestBuilder) -> Result<Answer, reqwest::Error> {
        let response = request.send().await?;
        let path = path_and_query(response.url());
        let status = response.status();
        let headers = response.headers().clone();
        let body = response.bytes().await?.to_vec();
        let flash = self.keep_cookies(&headers);
        Ok(Answer { status, path, headers, body, flash })
    }

    /// A form as a browser posts it from the page looked at.
    fn form(&self, path: &str, form: String) -> RequestBuilder {
        let page = self.browser.lock().expect("nobody panics with the cookies in hand").page.clone();
        self.request(Method::POST, path)
            .header(header::ORIGIN, &self.origin)
            .header(header::REFERER, format!("{}{page}", self.origin))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(form)
    }

    /// The value of a cookie.
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.browser.lock().expect("nobody panics with the cookies in hand").cookies.get(name).cloned()
    }

    async fn follow(&self, path: &str, form: Option<String>) -> Answer {
        let request = match form {
            Some(form) => self.form(path, form),
            None => self.request(Method::GET, path),
        };
        let mut answer = self.send(request).await;
        let mut flash = answer.flash.take();
        for _ in 0..MOST_REDIRECTS {
            let Some(next) = answer.location().filter(|_| answer.status.is_redirection()) else { break };
            answer = self.send(self.request(Method::GET, &next)).await;
            flash = answer.flash.take().or(flash);
        }
        assert!(!answer.status.is_redirection(), "redirected for ever at {}", answer.path);
        answer.flash = flash;
        let mut browser = self.browser.lock().expect("nobody panics with the cookies in hand");
        browser.page.clone_from(&answer.path);
        answer
    }

    /// Keeps the cookies that were set; answers the flash among them.
    fn keep_cookies(&self, headers: &HeaderMap) -> Option<Flash> {
        let mut browser = self.browser.lock().expect("nobody panics with the cookies in hand");
        let mut flash = None;
        for cookie in headers.get_all(header::SET_COOKIE) {
            let cookie = cookie.to_str().expect("cookies are ASCII");
            let pair = cookie.split(';').next().unwrap_or_default();
            let (name, value) = pair.split_once('=').expect("a cookie has a name");
            if cookie.contains("Max-Age=0") {
                browser.cookies.remove(name);
            } else {
                browser.cookies.insert(name.to_owned(), value.to_owned());
            }
            flash = flash.or_else(|| read_flash(pair));
        }
        flash
    }
}

fn read_flash(pair: &str) -> Option<Flash> {
    let mut headers = HeaderMap::new();
    headers.insert(header::COOKIE, HeaderValue::from_str(pair).ok()?);
    flash::read(&headers)
}

/// What came back in the end.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: StatusCode,
    /// Path and query of the page that answered.
    pub path: String,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
    flash: Option<Flash>,
}

impl Answer {
    pub fn status(&self) -> u16 {
        self.status.as_u16()
    }

    /// The page's source.
    pub fn html(&self) -> &str {
        std::str::from_utf8(&self.body).expect("pages are UTF-8")
    }

    /// The words on the page: no tags, white space as one space.
    pub fn text(&self) -> String {
        let mut text = String::new();
        let mut in_tag = false;
        for character in self.html().chars() {
            match character {
                '<' => in_tag = true,
                '>' => {
                    in_tag = false;
                    text.push(' ');
                }
                _ if in_tag => {}
                character => text.push(character),
            }
        }
        let entities = [
            ("&lt;", "<"),
            ("&gt;", ">"),
            ("&quot;", "\""),
            ("&#x27;", "'"),
            ("&nbsp;", " "),
            ("&amp;", "&"),
        ];
        for (entity, character) in entities {
            text = text.replace(entity, character);
        }
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// What the act was answered with: the words that the next page says first; empty where there are none.
    pub fn flash(&self) -> &str {
        self.flash.as_ref().map_or("", |flash| &flash.words)
    }

    /// The whole answer to the act, with the way to take it back.
    pub fn whole_flash(&self) -> Option<&Flash> {
        self.flash.as_ref()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok())
    }

    /// Where a redirect leads, as path and query.
    pub fn location(&self) -> Option<String> {
        self.header("location").map(str::to_owned)
    }
}

fn path_and_query(url: &reqwest::Url) -> String {
    match url.query() {
        Some(query) => format!("{}?{query}", url.path()),
        None => url.path().to_owned(),
    }
}
