//! Every derived number, each a small pure function with its rule.
