//! Text to model and findings. Never fails, never stops at the first problem.
