use wasip3::sockets::ip_name_lookup::resolve_addresses;
use wasip3::sockets::types::{
    ErrorCode, IpAddress, IpAddressFamily, IpSocketAddress, Ipv4SocketAddress, TcpSocket, UdpSocket,
};
use wasip3::wit_stream;

fn address_of(address: (u8, u8, u8, u8), port: u16) -> IpSocketAddress {
    IpSocketAddress::Ipv4(Ipv4SocketAddress { port, address })
}

fn name_of(error: ErrorCode) -> String {
    format!("{error:?}")
}

pub async fn resolve(name: String) -> Result<Vec<String>, String> {
    let found = resolve_addresses(name).await.map_err(|error| format!("{error:?}"))?;
    Ok(found
        .into_iter()
        .map(|address| match address {
            IpAddress::Ipv4((a, b, c, d)) => format!("{a}.{b}.{c}.{d}"),
            IpAddress::Ipv6(groups) => format!("{groups:?}"),
        })
        .collect())
}

pub async fn dial(address: (u8, u8, u8, u8), port: u16, text: String) -> Result<String, String> {
    let socket = TcpSocket::create(IpAddressFamily::Ipv4).map_err(name_of)?;
    socket.connect(address_of(address, port)).await.map_err(name_of)?;
    let (mut sender, receiver) = wit_stream::new();
    let sent = socket.send(receiver);
    let (incoming, ended) = socket.receive();
    sender.write_all(text.into_bytes()).await;
    drop(sender);
    let bytes = incoming.collect().await;
    sent.await.map_err(name_of)?;
    ended.await.map_err(name_of)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

pub async fn exchange(address: (u8, u8, u8, u8), port: u16, text: String) -> Result<String, String> {
    let socket = UdpSocket::create(IpAddressFamily::Ipv4).map_err(name_of)?;
    socket.send(text.into_bytes(), Some(address_of(address, port))).await.map_err(name_of)?;
    let (bytes, _) = socket.receive().await.map_err(name_of)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
