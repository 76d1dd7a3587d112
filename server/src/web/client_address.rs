//! From where somebody asks: the connection's own address, or what the one trusted proxy says of it.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use axum::http::HeaderMap;

/// The address of whoever asks. Only the trusted proxy's word is taken, and of that only the last address, which it has
/// seen itself: what stands before it is anybody's word. Where it says nothing that can be read, its own address counts.
pub(super) fn client_address(peer: IpAddr, trusted_proxy: Option<IpAddr>, headers: &HeaderMap) -> IpAddr {
    let peer = peer.to_canonical();
    if trusted_proxy.map(|proxy| proxy.to_canonical()) != Some(peer) {
        return peer;
    }
    // Several lines of one header are one list (RFC 9110, 5.3).
    let last = headers.get_all("x-forwarded-for").iter().next_back();
    // What stands before the last comma may be anything, other characters than letters included.
    last.and_then(|line| line.as_bytes().rsplit(|byte| *byte == b',').next())
        .and_then(|address| std::str::from_utf8(address).ok())
        .and_then(read)
        .unwrap_or(peer)
}

/// As whom the address counts where attempts and work are shared out: an IPv6 household has 2^64 addresses. Behind a gateway
/// that translates (64:ff9b::/96, RFC 6052) stand IPv4 addresses, each by itself.
pub(crate) fn household(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V6(address) if address.is_loopback() => address.into(),
        IpAddr::V6(address) if address.segments()[..6] == [0x64, 0xff9b, 0, 0, 0, 0] => {
            let [.., a, b, c, d] = address.octets();
            Ipv4Addr::new(a, b, c, d).into()
        }
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
        }
        address @ IpAddr::V4(_) => address,
    }
}

/// `192.0.2.1`, `2001:db8::1`, `[2001:db8::1]`; some proxies write the port behind it.
fn read(text: &str) -> Option<IpAddr> {
    let text = text.trim().trim_matches('"');
    let bracketed = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let address = bracketed
        .unwrap_or(text)
        .parse()
        .ok()
        .or_else(|| text.parse::<SocketAddr>().ok().map(|address| address.ip()))?;
    let address = IpAddr::to_canonical(&address);
    // 0.0.0.0 and :: are nobody.
    let nobody = [IpAddr::V4(Ipv4Addr::UNSPECIFIED), IpAddr::V6(Ipv6Addr::UNSPECIFIED)];
    (!nobody.contains(&address)).then_some(address)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    const PROXY: &str = "10.1.1.1";

    fn seen_by(proxy: Option<&str>, peer: &str, lines: &[&'static str]) -> String {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append("x-forwarded-for", HeaderValue::from_static(line));
        }
        let ip = |text: &str| text.parse::<IpAddr>().expect("an address");
        client_address(ip(peer), proxy.map(ip), &headers).to_string()
    }

    #[test]
    fn the_trusted_proxys_last_word_counts_and_nobody_elses() {
        for (lines, expected) in [
            (&[][..], PROXY),
            (&["192.0.2.7"][..], "192.0.2.7"),
            (&["203.0.113.9, 192.0.2.7"][..], "192.0.2.7"),
            (&["192.0.2.7, 203.0.113.9", "198.51.100.4"][..], "198.51.100.4"),
            (&["192.0.2.7:4711"][..], "192.0.2.7"),
            (&["2001:db8::7"][..], "2001:db8::7"),
            (&["192.0.2.7, [2001:db8::7]"][..], "2001:db8::7"),
            (&["[2001:db8::7]:4711"][..], "2001:db8::7"),
            (&["::ffff:192.0.2.7"][..], "192.0.2.7"),
            // What cannot be read is not passed over for what somebody else wrote before it.
            (&["192.0.2.7, unknown"][..], PROXY),
            (&["192.0.2.7,"][..], PROXY),
            (&["0.0.0.0"][..], PROXY),
        ] {
            assert_eq!(seen_by(Some(PROXY), PROXY, lines), expected, "{lines:?}");
        }
        assert_eq!(seen_by(Some(PROXY), "10.1.1.2", &["192.0.2.7"]), "10.1.1.2");
        assert_eq!(seen_by(None, PROXY, &["192.0.2.7"]), PROXY);
        assert_eq!(seen_by(Some(PROXY), "::ffff:10.1.1.1", &["192.0.2.7"]), "192.0.2.7");
    }

    #[test]
    fn an_ipv6_household_is_one() {
        let one = |text: &str| household(text.parse().expect("an address"));
        assert_eq!(one("2001:db8:1:2:3:4:5:6"), one("2001:db8:1:2::1"));
        assert_ne!(one("2001:db8:1:2::1"), one("2001:db8:1:3::1"));
        assert_eq!(one("192.0.2.7").to_string(), "192.0.2.7");
        assert_eq!(one("64:ff9b::192.0.2.7").to_string(), "192.0.2.7", "behind a translating gateway");
        assert_eq!(one("::1").to_string(), "::1");
    }

    #[test]
    fn what_stands_before_the_last_comma_is_anybodys_word_whatever_it_is_written_in() {
        let proxy: IpAddr = PROXY.parse().expect("an address");
        let mut headers = HeaderMap::new();
        let line = HeaderValue::from_bytes(b"\xff, 192.0.2.7").expect("bytes");
        headers.append("x-forwarded-for", line);
        assert_eq!(client_address(proxy, Some(proxy), &headers).to_string(), "192.0.2.7");
    }
}
