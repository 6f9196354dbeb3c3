"""Gives each value of a JSON file to a function of a component in wasmtime, and prints what does not come back."""

import json
import math
import struct
import sys

from wasmtime import Config, Engine, Store
from wasmtime import component as wc

WORDS = {"Infinity": "inf", "-Infinity": "-inf", "NaN": "nan"}


class Place:
    """The functions of one instance; a new one after a trap."""

    def __init__(self, path, interface):
        config = Config()
        config.wasm_component_model = True
        self.engine = Engine(config)
        self.component = wc.Component(self.engine, open(path, "rb").read())
        self.interface = interface
        self.open()

    def open(self):
        self.store = Store(self.engine)
        self.instance = wc.Linker(self.engine).instantiate(self.store, self.component)

    def call(self, name, value):
        owner = self.interface and self.instance.get_export_index(self.store, self.interface)
        index = self.instance.get_export_index(self.store, name, owner or None)
        function = self.instance.get_func(self.store, index)
        returned = function(self.store, value)
        function.post_return(self.store)
        return returned


def value_of(kind, value, tagged):
    """A value of JSON as wasmtime takes it; a result may or may not have to carry its tag."""
    name = kind["kind"]
    if name[0] in "us" and name[1:].isdigit():
        return int(value)
    if name in ("f32", "f64"):
        return float(WORDS.get(value, value))
    if name == "flags":
        return set(value)
    if name == "list":
        if kind["element"]["kind"] == "u8":
            return bytes(value)
        return [value_of(kind["element"], one, tagged) for one in value]
    if name == "tuple":
        return tuple(value_of(item, one, tagged) for item, one in zip(kind["items"], value))
    if name == "record":
        record = wc.Record()
        for field in kind["fields"]:
            record.__dict__[field["name"]] = value_of(field["type"], value[field["name"]], tagged)
        return record
    if name == "variant":
        case = next(one for one in kind["cases"] if one["name"] == value["tag"])
        return wc.Variant(value["tag"], case["type"] and value_of(case["type"], value["val"], tagged))
    if name == "option":
        return None if value is None else value_of(kind["some"], value, tagged)
    if name == "result":
        ((tag, payload),) = value.items()
        inner = kind[tag] and value_of(kind[tag], payload, tagged)
        return wc.Variant(tag, inner) if tagged else inner
    return value


def comparable(value):
    if isinstance(value, wc.Variant):
        return ("case", value.tag, comparable(value.payload))
    if isinstance(value, wc.Record):
        return ("record", tuple(sorted((key, comparable(one)) for key, one in value.__dict__.items())))
    if isinstance(value, float):
        return "nan" if math.isnan(value) else struct.pack("d", value)
    if isinstance(value, (list, tuple, bytes, bytearray)):
        return tuple(comparable(one) for one in value)
    return value


def failure_of(place, function, value):
    for tagged in (True, False):
        given = value_of(function["type"], value, tagged)
        try:
            returned = place.call(function["name"], given)
        except ValueError:
            continue
        except Exception as error:
            place.open()
            return str(error)
        return None if comparable(returned) == comparable(given) else f"{returned!r} for {given!r}"
    return "wasmtime takes it in no form"


asked = json.load(open(sys.argv[2]))
place = Place(sys.argv[1], asked["interface"])
for function in asked["functions"]:
    for value in function["values"]:
        failure = failure_of(place, function, value)
        if failure is not None:
            print(function["label"], failure)
