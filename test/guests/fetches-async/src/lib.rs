mod http;
mod sockets;

wit_bindgen::generate!({ path: "world.wit", generate_all });

struct FetchesAsync;

impl Guest for FetchesAsync {
    async fn fetch(
        method: String,
        authority: String,
        path: String,
        body: Option<String>,
    ) -> Result<(u16, String), String> {
        http::fetch(&method, &authority, &path, body).await
    }

    async fn echo(authority: String, path: String, bytes: u64) -> Result<u64, String> {
        http::echo(&authority, &path, bytes).await
    }

    async fn fetch_many(authority: String, paths: Vec<String>) -> Vec<Result<u16, String>> {
        http::fetch_many(&authority, &paths).await
    }

    async fn resolve(name: String) -> Result<Vec<String>, String> {
        sockets::resolve(name).await
    }

    async fn dial(address: (u8, u8, u8, u8), port: u16, text: String) -> Result<String, String> {
        sockets::dial(address, port, text).await
    }

    async fn exchange(address: (u8, u8, u8, u8), port: u16, text: String) -> Result<String, String> {
        sockets::exchange(address, port, text).await
    }
}

export!(FetchesAsync);
