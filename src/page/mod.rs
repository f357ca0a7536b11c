//! Which pages exist, what each template sees, theme and rendering.
