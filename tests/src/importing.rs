//! Files that are handed in to be imported.

use reqwest::{Method, header};

use crate::{Answer, Client};

/// Posts a file to be imported as a browser does, and goes on to what is in it.
pub async fn hand_in(client: &Client, name: &str, content: &[u8]) -> Answer {
    hand_in_as(client, "/import", "file", name, content).await
}

/// Posts a file under a field's name as a browser does, and goes where it is sent.
pub async fn hand_in_as(client: &Client, address: &str, field: &str, name: &str, content: &[u8]) -> Answer {
    let answer = post_file(client, address, (field, name), content).await;
    match answer.location().filter(|_| answer.status.is_redirection()) {
        Some(preview) => client.get(&preview).await,
        None => answer,
    }
}

/// Posts one file under a field's name.
pub async fn post_file(
    client: &Client,
    address: &str,
    (field, name): (&str, &str),
    content: &[u8],
) -> Answer {
    let head = format!(
        "--end\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n"
    );
    let body = [head.as_bytes(), content, b"\r\n--end--\r\n"].concat();
    let request = client
        .request(Method::POST, address)
        .header(header::ORIGIN, client.origin())
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=end")
        .body(body);
    client.send(request).await
}

/// Hands a file in, and imports what the preview shows; answers what came of it, however long it takes.
pub async fn import(client: &Client, name: &str, content: &[u8]) -> Answer {
    let seen = hand_in(client, name, content).await;
    assert_eq!(seen.status(), 200, "{}", seen.text());
    import_seen(client, &seen).await
}

/// Imports what a preview shows.
pub async fn import_seen(client: &Client, seen: &Answer) -> Answer {
    let field = |name: &str| {
        let value = seen.html().split(&format!("name=\"{name}\" value=\"")).nth(1);
        let value = value.unwrap_or_else(|| panic!("there is nothing to be imported: {}", seen.text()));
        value.split('"').next().expect("a value ends").to_owned()
    };
    let (file, hidden) = (field("file"), field("hidden"));
    let mut answer = client.post("/do/import", &[("file", &file), ("hidden", &hidden)]).await;
    while answer.text().contains("正在导入") {
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        answer = client.get(&format!("/import/{file}")).await;
    }
    answer
}
