//! Benchmarks of the calls and of the hook.
