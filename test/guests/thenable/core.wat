(module
  (func (export "then") (param i32) (result i32)
    (local.get 0)))
