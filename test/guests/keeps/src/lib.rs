wit_bindgen::generate!({ path: "world.wit", generate_all });

use wasi::keyvalue::atomics::{Cas, CasError, increment, swap};
use wasi::keyvalue::batch::{delete_many, get_many, set_many};
use wasi::keyvalue::store::{Error, open};

struct Keeps;

fn name(error: Error) -> String {
    match error {
        Error::NoSuchStore => "no-such-store".into(),
        Error::AccessDenied => "access-denied".into(),
        Error::Other(text) => format!("other: {text}"),
    }
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8_lossy(&bytes).into_owned()
}

fn try_append(cas: Cas, addition: &str) -> Result<Option<Cas>, Error> {
    let mut value = cas.current()?.unwrap_or_default();
    value.extend_from_slice(addition.as_bytes());
    match swap(cas, &value) {
        Ok(()) => Ok(None),
        Err(CasError::CasFailed(newer)) => Ok(Some(newer)),
        Err(CasError::StoreError(error)) => Err(error),
    }
}

fn remember(bucket: &str, key: &str, value: &str) -> Result<(), Error> {
    open(bucket)?.set(key, value.as_bytes())
}

fn recall_keys(bucket: &str) -> Result<Vec<String>, Error> {
    let bucket = open(bucket)?;
    let mut page = bucket.list_keys(None)?;
    let mut keys = page.keys;
    while let Some(cursor) = page.cursor {
        page = bucket.list_keys(Some(&cursor))?;
        keys.append(&mut page.keys);
    }
    Ok(keys)
}

fn append(bucket: &str, key: &str, addition: &str) -> Result<u32, Error> {
    let bucket = open(bucket)?;
    let mut cas = Cas::new(&bucket, key)?;
    let mut tries = 1;
    while let Some(newer) = try_append(cas, addition)? {
        cas = newer;
        tries += 1;
    }
    Ok(tries)
}

fn collide(bucket: &str, key: &str, value: &str) -> Result<Option<String>, Error> {
    let bucket = open(bucket)?;
    let cas = Cas::new(&bucket, key)?;
    bucket.set(key, value.as_bytes())?;
    match try_append(cas, "too late")? {
        Some(newer) => Ok(newer.current()?.map(text)),
        None => Ok(None),
    }
}

fn fill(bucket: &str, prefix: &str, keys: u32, bytes: u32) -> Result<(), Error> {
    let value = vec![b'x'; bytes as usize];
    let entries: Vec<_> = (0..keys).map(|index| (format!("{prefix}{index}"), value.clone())).collect();
    set_many(&open(bucket)?, &entries)
}

impl Guest for Keeps {
    fn remember(bucket: String, key: String, value: String) -> Result<(), String> {
        remember(&bucket, &key, &value).map_err(name)
    }

    fn recall(bucket: String, key: String) -> Result<Option<String>, String> {
        let value = open(&bucket).and_then(|bucket| bucket.get(&key)).map_err(name)?;
        Ok(value.map(text))
    }

    fn forget(bucket: String, key: String) -> Result<(), String> {
        open(&bucket).and_then(|bucket| bucket.delete(&key)).map_err(name)
    }

    fn knows(bucket: String, key: String) -> Result<bool, String> {
        open(&bucket).and_then(|bucket| bucket.exists(&key)).map_err(name)
    }

    fn recall_keys(bucket: String) -> Result<Vec<String>, String> {
        recall_keys(&bucket).map_err(name)
    }

    fn recall_page(bucket: String, cursor: Option<String>) -> Result<Vec<String>, String> {
        let page = open(&bucket).and_then(|bucket| bucket.list_keys(cursor.as_deref())).map_err(name)?;
        Ok(page.keys)
    }

    fn count(bucket: String, key: String, delta: i64, times: u32) -> Result<i64, String> {
        let bucket = open(&bucket).map_err(name)?;
        let mut sum = 0;
        for _ in 0..times {
            sum = increment(&bucket, &key, delta).map_err(name)?;
        }
        Ok(sum)
    }

    fn append(bucket: String, key: String, text: String) -> Result<u32, String> {
        append(&bucket, &key, &text).map_err(name)
    }

    fn collide(bucket: String, key: String, value: String) -> Result<Option<String>, String> {
        collide(&bucket, &key, &value).map_err(name)
    }

    fn fill(bucket: String, prefix: String, keys: u32, bytes: u32) -> Result<(), String> {
        fill(&bucket, &prefix, keys, bytes).map_err(name)
    }

    fn recall_many(bucket: String, keys: Vec<String>) -> Result<Vec<Option<String>>, String> {
        let found = open(&bucket).and_then(|bucket| get_many(&bucket, &keys)).map_err(name)?;
        Ok(found.into_iter().map(|entry| entry.map(|(_, value)| text(value))).collect())
    }

    fn forget_many(bucket: String, keys: Vec<String>) -> Result<(), String> {
        open(&bucket).and_then(|bucket| delete_many(&bucket, &keys)).map_err(name)
    }

    fn swallow(key: String) {
        let _ = remember("", &key, "swallowed");
    }
}

export!(Keeps);
