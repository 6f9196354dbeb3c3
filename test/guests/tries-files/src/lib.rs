mod files;
mod tries;

wit_bindgen::generate!({ path: "world.wit" });

struct TriesFiles;

impl Guest for TriesFiles {
    fn try_everything(directory: String, path: String) -> Vec<(String, String)> {
        tries::try_everything(&directory, &path)
    }
    fn read_below_later(
        directory: String,
        between: String,
        path: String,
    ) -> Result<String, String> {
        let folder = files::hold_folder(&directory, &between)?;
        files::read_text(&folder, &path)
    }
    fn create_below_later(
        directory: String,
        between: String,
        path: String,
    ) -> Result<(), String> {
        let folder = files::hold_folder(&directory, &between)?;
        files::create(&folder, &path).map(drop)
    }
    fn read_often(directory: String, path: String, times: u32) -> Vec<(String, u32)> {
        tries::read_often(&directory, &path, times)
    }
    fn open_folders(directory: String, path: String, times: u32) -> u32 {
        tries::open_folders(&directory, &path, times)
    }
    fn read_through(directory: String, path: String) -> Result<u64, String> {
        files::read_through(&files::open_preopen(&directory)?, &path)
    }
    fn write_through(directory: String, path: String, bytes: u64) -> Result<(), String> {
        files::write_through(&files::open_preopen(&directory)?, &path, bytes)
    }
    fn read_at(
        directory: String,
        path: String,
        length: u64,
        offset: u64,
    ) -> Result<(String, bool), String> {
        let file = files::open(&files::open_preopen(&directory)?, &path, "r")?;
        let (bytes, ended) = file.read(length, offset).map_err(files::name_error)?;
        Ok((String::from_utf8_lossy(&bytes).into_owned(), ended))
    }
    fn write_at(directory: String, path: String, text: String, offset: u64) -> Result<u64, String> {
        let file = files::open(&files::open_preopen(&directory)?, &path, "w")?;
        file.write(text.as_bytes(), offset)
            .map_err(files::name_error)
    }
    fn open_with(directory: String, path: String, letters: String) -> Result<String, String> {
        let opened = files::open(&files::open_preopen(&directory)?, &path, &letters)?;
        opened
            .get_flags()
            .map(files::name_flags)
            .map_err(files::name_error)
    }
    fn is_same(directory: String, one: String, other: String) -> Result<(bool, bool), String> {
        tries::is_same(&directory, &one, &other)
    }
    fn list_types(directory: String, path: String) -> Result<Vec<(String, String)>, String> {
        files::list_types(&files::open_preopen(&directory)?, &path)
    }
}

export!(TriesFiles);
