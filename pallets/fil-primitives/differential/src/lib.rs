//! Tests only: `tests/` compares `fil_primitives` with `fvm_shared`.
