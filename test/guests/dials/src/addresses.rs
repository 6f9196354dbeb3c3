use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use wasip2::sockets::network::{
    IpAddress, IpAddressFamily, IpSocketAddress, Ipv4SocketAddress, Ipv6SocketAddress,
};

pub fn parse(text: &str) -> Result<(IpAddressFamily, IpSocketAddress), String> {
    match text.parse().map_err(|_| format!("bad address: {text}"))? {
        SocketAddr::V4(address) => {
            let [a, b, c, d] = address.ip().octets();
            let parsed = Ipv4SocketAddress { port: address.port(), address: (a, b, c, d) };
            Ok((IpAddressFamily::Ipv4, IpSocketAddress::Ipv4(parsed)))
        }
        SocketAddr::V6(address) => {
            let [a, b, c, d, e, f, g, h] = address.ip().segments();
            let parsed = Ipv6SocketAddress {
                port: address.port(),
                flow_info: 0,
                address: (a, b, c, d, e, f, g, h),
                scope_id: 0,
            };
            Ok((IpAddressFamily::Ipv6, IpSocketAddress::Ipv6(parsed)))
        }
    }
}

pub fn any(family: IpAddressFamily) -> IpSocketAddress {
    let text = if family == IpAddressFamily::Ipv4 { "0.0.0.0:0" } else { "[::]:0" };
    parse(text).expect("an address").1
}

pub fn print(address: IpAddress) -> String {
    let address: IpAddr = match address {
        IpAddress::Ipv4((a, b, c, d)) => Ipv4Addr::new(a, b, c, d).into(),
        IpAddress::Ipv6((a, b, c, d, e, f, g, h)) => Ipv6Addr::new(a, b, c, d, e, f, g, h).into(),
    };
    address.to_string()
}
