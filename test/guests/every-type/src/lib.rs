wit_bindgen::generate!({ path: "world.wit" });

use exports::test::every_type::shapes::{
    Colour, Guest as Shapes, Identifier, Permissions, Person, Point, Shape,
};

struct EveryType;

macro_rules! echo {
    ($($name:ident: $type:ty,)*) => {
        $(fn $name(value: $type) -> $type { value })*
    };
}

impl Shapes for EveryType {
    echo! {
        echo_record: Point,
        echo_nested_record: Person,
        echo_list_of_records: Vec<Person>,
        echo_variant: Shape,
        echo_list_of_variants: Vec<Shape>,
        echo_enum: Colour,
        echo_flags: Permissions,
        echo_alias: Identifier,
        echo_option_of_record: Option<Point>,
        echo_result_of_records: Result<Person, Shape>,
        echo_tuple_of_all: (Point, Shape, Colour, Permissions),
    }
}

impl Guest for EveryType {
    echo! {
        echo_bool: bool,
        echo_s8: i8,
        echo_u8: u8,
        echo_s16: i16,
        echo_u16: u16,
        echo_s32: i32,
        echo_u32: u32,
        echo_s64: i64,
        echo_u64: u64,
        echo_f32: f32,
        echo_f64: f64,
        echo_char: char,
        echo_string: String,
        echo_list_of_u8: Vec<u8>,
        echo_list_of_u64: Vec<u64>,
        echo_list_of_f32: Vec<f32>,
        echo_list_of_bool: Vec<bool>,
        echo_list_of_char: Vec<char>,
        echo_list_of_string: Vec<String>,
        echo_list_of_lists: Vec<Vec<i32>>,
        echo_tuple: (u8, String, f64),
        echo_single_tuple: (String,),
        echo_option: Option<u32>,
        echo_option_of_string: Option<String>,
        echo_option_of_bytes: Option<Vec<u8>>,
        echo_option_of_option: Option<Option<String>>,
        echo_option_of_option_of_option: Option<Option<Option<bool>>>,
        echo_list_of_options: Vec<Option<u8>>,
        echo_result: Result<(), ()>,
        echo_result_with_ok: Result<String, ()>,
        echo_result_with_err: Result<(), String>,
        echo_result_with_both: Result<u32, String>,
        echo_result_of_options: Result<Option<String>, Vec<u8>>,
        echo_result_of_result: Result<Result<u32, String>, u8>,
        echo_list_of_results: Vec<Result<u8, String>>,
    }

    fn do_nothing() {}

    fn join_some(
        first: String,
        second: Option<String>,
        list: Vec<String>,
        last: Option<Option<u8>>,
    ) -> String {
        let last = match last {
            None => "-".to_string(),
            Some(None) => "none".to_string(),
            Some(Some(number)) => number.to_string(),
        };
        [
            first,
            second.unwrap_or("-".to_string()),
            list.join("+"),
            last,
        ]
        .join(",")
    }

    fn list_many(
        a: u8,
        b: u16,
        c: u32,
        d: u64,
        e: i8,
        f: i16,
        g: i32,
        h: i64,
        i: f32,
        j: f64,
        k: char,
        l: bool,
        m: String,
        n: String,
        o: String,
        p: Option<u8>,
    ) -> Vec<String> {
        vec![
            a.to_string(),
            b.to_string(),
            c.to_string(),
            d.to_string(),
            e.to_string(),
            f.to_string(),
            g.to_string(),
            h.to_string(),
            i.to_string(),
            j.to_string(),
            k.to_string(),
            l.to_string(),
            m,
            n,
            o,
            p.map_or("-".to_string(), |number| number.to_string()),
        ]
    }
}

export!(EveryType);
