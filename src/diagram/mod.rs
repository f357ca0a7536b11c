//! Plain figures → placed marks → SVG.
