mod files;
mod http;
mod sockets;
mod system;

wit_bindgen::generate!({ path: "world.wit", generate_all });

struct WasiAll;

impl Guest for WasiAll {
    fn get_environment() -> Vec<(String, String)> {
        wasip2::cli::environment::get_environment()
    }
    fn get_arguments() -> Vec<String> {
        wasip2::cli::environment::get_arguments()
    }
    fn get_initial_directory() -> Option<String> {
        wasip2::cli::environment::initial_cwd()
    }
    fn get_config(key: String) -> Result<Option<String>, String> {
        system::get_config(&key)
    }
    fn list_config() -> Result<Vec<(String, String)>, String> {
        system::list_config()
    }
    fn list_terminals() -> Vec<String> {
        system::list_terminals()
    }
    fn read_stdin() -> Result<String, String> {
        system::read_stdin()
    }
    fn write_stdout(text: String) -> Result<(), String> {
        system::write_all(&wasip2::cli::stdout::get_stdout(), text.as_bytes())
    }
    fn write_stderr(text: String) -> Result<(), String> {
        system::write_all(&wasip2::cli::stderr::get_stderr(), text.as_bytes())
    }
    fn read_clocks() -> Clocks {
        system::read_clocks()
    }
    fn sleep(milliseconds: u32) {
        let nanoseconds = u64::from(milliseconds) * 1_000_000;
        wasip2::clocks::monotonic_clock::subscribe_duration(nanoseconds).block();
    }
    fn get_random(bytes: u32) -> Vec<u8> {
        wasip2::random::random::get_random_bytes(bytes.into())
    }
    fn get_insecure_random(bytes: u32) -> Vec<u8> {
        wasip2::random::insecure::get_insecure_random_bytes(bytes.into())
    }
    fn get_insecure_seed() -> (u64, u64) {
        wasip2::random::insecure_seed::insecure_seed()
    }
    fn exit(code: u8) {
        wasip2::cli::exit::exit(if code == 0 { Ok(()) } else { Err(()) });
    }

    fn list_preopens() -> Vec<String> {
        files::list_preopens()
    }
    fn read_file(directory: String, path: String, follow: bool) -> Result<String, String> {
        files::read_file(&directory, &path, follow)
    }
    fn read_file_below(directory: String, between: String, path: String) -> Result<String, String> {
        files::read_file_below(&directory, &between, &path)
    }
    fn write_file(
        directory: String,
        path: String,
        text: String,
        follow: bool,
    ) -> Result<(), String> {
        files::write_file(&directory, &path, &text, follow)
    }
    fn append_file(directory: String, path: String, text: String) -> Result<(), String> {
        files::append_file(&directory, &path, &text)
    }
    fn truncate_file(directory: String, path: String, size: u64) -> Result<(), String> {
        files::truncate_file(&directory, &path, size)
    }
    fn list_directory(directory: String, path: String) -> Result<Vec<String>, String> {
        files::list_directory(&directory, &path)
    }
    fn stat_path(directory: String, path: String, follow: bool) -> Result<Stat, String> {
        files::stat_path(&directory, &path, follow)
    }
    fn touch(directory: String, path: String, seconds: u64) -> Result<(), String> {
        files::touch(&directory, &path, seconds)
    }
    fn create_directory(directory: String, path: String) -> Result<(), String> {
        files::create_directory(&directory, &path)
    }
    fn remove_directory(directory: String, path: String) -> Result<(), String> {
        files::remove_directory(&directory, &path)
    }
    fn remove_file(directory: String, path: String) -> Result<(), String> {
        files::remove_file(&directory, &path)
    }
    fn rename_path(
        directory: String,
        path: String,
        to_directory: String,
        to_path: String,
    ) -> Result<(), String> {
        files::rename_path((&directory, &path), (&to_directory, &to_path))
    }
    fn make_link(
        directory: String,
        path: String,
        to_directory: String,
        to_path: String,
    ) -> Result<(), String> {
        files::make_link((&directory, &path), (&to_directory, &to_path))
    }
    fn make_symlink(directory: String, target: String, path: String) -> Result<(), String> {
        files::make_symlink(&directory, &target, &path)
    }
    fn read_symlink(directory: String, path: String) -> Result<String, String> {
        files::read_symlink(&directory, &path)
    }
    fn open_many(directory: String, path: String, count: u32) -> u32 {
        files::open_many(&directory, &path, count)
    }

    fn fetch(request: Request) -> Result<Response, String> {
        http::fetch(request)
    }

    fn resolve_name(name: String) -> Result<Vec<String>, String> {
        sockets::resolve_name(&name)
    }
    fn connect_tcp(address: String, text: String) -> Result<String, String> {
        sockets::connect_tcp(&address, &text)
    }
    fn listen_tcp(address: String) -> Result<u16, String> {
        sockets::listen_tcp(&address)
    }
    fn send_udp(address: String, text: String) -> Result<(), String> {
        sockets::send_udp(&address, &text)
    }
}

export!(WasiAll);
