//! Rules over the resolved site.
