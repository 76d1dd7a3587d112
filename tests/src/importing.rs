//! Files that are handed in to be imported.

use reqwest::{Method, header};

use crate::{Answer, Client};

/// Posts a file as a browser does.
pub async fn hand_in(client: &Client, name: &str, content: &[u8]) -> Answer {
    let head = format!(
        "--end\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n"
    );
    let body = [head.as_bytes(), content, b"\r\n--end--\r\n"].concat();
    let request = client
        .request(Method::POST, "/import")
        .header(header::ORIGIN, client.origin())
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=end")
        .body(body);
    client.send(request).await
}

/// Hands a file in, and imports what the preview shows.
pub async fn import(client: &Client, name: &str, content: &[u8]) -> Answer {
    let seen = hand_in(client, name, content).await;
    assert_eq!(seen.status(), 200, "{}", seen.text());
    let cells = seen.html().split("name=\"cells\" value=\"").nth(1).expect("a file without faults");
    let cells = cells.split('"').next().expect("a value ends").replace("&quot;", "\"").replace("&amp;", "&");
    client.post("/do/import", &[("name", name), ("cells", &cells)]).await
}
