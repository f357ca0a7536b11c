//! Links that open a place in the author's editor.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// Editors by name, with the address that opens a place.
pub const EDITORS: [(&str, &str); 19] = [
    ("vscode", "vscode://file/{path}:{line}:{column}"),
    ("vscode-insiders", "vscode-insiders://file/{path}:{line}:{column}"),
    ("vscodium", "vscodium://file/{path}:{line}:{column}"),
    ("cursor", "cursor://file/{path}:{line}:{column}"),
    ("windsurf", "windsurf://file/{path}:{line}:{column}"),
    ("zed", "zed://file/{path}:{line}:{column}"),
    ("idea", "idea://open?file={path}&line={line}&column={column}"),
    ("webstorm", "webstorm://open?file={path}&line={line}&column={column}"),
    ("phpstorm", "phpstorm://open?file={path}&line={line}&column={column}"),
    ("pycharm", "pycharm://open?file={path}&line={line}&column={column}"),
    ("rubymine", "rubymine://open?file={path}&line={line}&column={column}"),
    ("goland", "goland://open?file={path}&line={line}&column={column}"),
    ("rustrover", "rustrover://open?file={path}&line={line}&column={column}"),
    ("sublime", "subl://open?url=file://{path}&line={line}&column={column}"),
    ("textmate", "txmt://open?url=file://{path}&line={line}&column={column}"),
    ("macvim", "mvim://open?url=file://{path}&line={line}&column={column}"),
    ("emacs", "emacs://open?url=file://{path}&line={line}&column={column}"),
    ("neovim", "nvim://open?url=file://{path}&line={line}&column={column}"),
    ("nova", "nova://open?path={path}&line={line}&column={column}"),
];

/// What has a meaning of its own in an address; `/` and `:` (of Windows drives) stay.
const IN_PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'&')
    .add(b'+')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// The address scheme of an editor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Editor {
    pattern: String,
}

impl Editor {
    /// An editor by its name, or a pattern with `{path}`, `{line}` and `{column}`; `none` for no
    /// links.
    ///
    /// # Errors
    /// Neither, in words.
    pub fn parse(text: &str) -> Result<Option<Editor>, String> {
        if text == "none" {
            return Ok(None);
        }
        if let Some((_, pattern)) = EDITORS.iter().find(|(name, _)| *name == text) {
            return Ok(Some(Editor { pattern: (*pattern).to_owned() }));
        }
        let scheme = text.split_once(':').map_or("", |(scheme, _)| scheme).to_ascii_lowercase();
        let is_address = scheme.chars().next().is_some_and(|c| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
        if !is_address || !text.contains("{path}") {
            let names: Vec<&str> = EDITORS.iter().map(|(name, _)| *name).collect();
            return Err(format!(
                "`{text}` is no address with `{{path}}` in it, and none of {}, none",
                names.join(", ")
            ));
        }
        if ["javascript", "data", "vbscript", "blob"].contains(&scheme.as_str()) {
            return Err(format!("an address that begins with `{scheme}:` opens no editor"));
        }
        Ok(Some(Editor { pattern: text.to_owned() }))
    }

    /// The editor that the words of the environment speak of; Visual Studio Code when they are
    /// silent, whose scheme more editors answer to than any other.
    pub fn guess(hints: &[String]) -> Editor {
        const COMMANDS: [(&str, &str); 13] = [
            ("code-insiders", "vscode-insiders"),
            ("codium", "vscodium"),
            ("code", "vscode"),
            ("cursor", "cursor"),
            ("windsurf", "windsurf"),
            ("zed", "zed"),
            ("zeditor", "zed"),
            ("subl", "sublime"),
            ("mate", "textmate"),
            ("mvim", "macvim"),
            ("idea", "idea"),
            ("nova", "nova"),
            ("vscode", "vscode"),
        ];
        let command = |hint: &str| {
            let program = hint.split_whitespace().next().unwrap_or_default();
            program
                .rsplit(['/', '\\'])
                .next()
                .unwrap_or_default()
                .trim_end_matches(".exe")
                .to_owned()
        };
        let name = hints
            .iter()
            .find_map(|hint| COMMANDS.iter().find(|(c, _)| *c == command(hint)))
            .map_or("vscode", |(_, name)| name);
        Editor::parse(name).ok().flatten().unwrap_or(Editor { pattern: EDITORS[0].1.to_owned() })
    }

    /// The address of a place in a file, given by its absolute path.
    pub fn link(&self, path: &str, line: u32, column: u32) -> String {
        let path = path.replace('\\', "/");
        // `vscode://file/{path}` has the slash already.
        let path = match self.pattern.contains("/{path}") && !self.pattern.contains("//{path}") {
            true => path.trim_start_matches('/'),
            false => &path,
        };
        let path = utf8_percent_encode(path, IN_PATH).to_string();
        self.pattern
            .replace("{line}", &line.to_string())
            .replace("{column}", &column.to_string())
            .replace("{path}", &path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(editor: &str, path: &str) -> String {
        Editor::parse(editor).expect("known").expect("links").link(path, 3, 7)
    }

    #[test]
    fn a_place_opens_in_the_editor_that_was_named() {
        assert_eq!(link("vscode", "/a b/ü#.md"), "vscode://file/a%20b/%C3%BC%23.md:3:7");
        assert_eq!(link("vscode", "C:\\maps\\x.md"), "vscode://file/C:/maps/x.md:3:7");
        assert_eq!(link("idea", "/a&b/x.md"), "idea://open?file=/a%26b/x.md&line=3&column=7");
        assert_eq!(
            link("subl://open?url=file://{path}&line={line}", "/x.md"),
            "subl://open?url=file:///x.md&line=3"
        );
        assert_eq!(link("vscode://file/{path}:{line}:{column}", "/x.md"), "vscode://file/x.md:3:7");
    }

    #[test]
    fn what_is_no_editor_is_refused_by_name() {
        assert_eq!(Editor::parse("none"), Ok(None));
        assert!(Editor::parse("notepad").is_err_and(|e| e.contains("vscode")));
        assert!(Editor::parse("javascript:alert('{path}')").is_err());
    }

    #[test]
    fn the_environment_tells_the_editor() {
        let guess = |hints: &[&str]| {
            let hints: Vec<String> = hints.iter().map(|h| (*h).to_owned()).collect();
            Editor::guess(&hints).link("/x.md", 1, 1)
        };
        assert_eq!(guess(&["/usr/bin/zed --wait", "vim"]), "zed://file/x.md:1:1");
        assert_eq!(guess(&["vim", "vscode"]), "vscode://file/x.md:1:1");
        assert_eq!(guess(&[]), "vscode://file/x.md:1:1");
    }
}
