//! Prints a [`Diagnostic`] as rustc prints its own, and as JSON.

use std::fmt;

use annotate_snippets::{
    AnnotationKind, Group, Level, Origin, Renderer, Snippet, normalize_untrusted_str as plain,
};
use serde_json::{Value, json};

use super::{Diagnostic, Excerpt, Severity};

impl fmt::Display for Diagnostic {
    /// Without colours.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&Renderer::plain().render(&[self.group()]))
    }
}

impl Diagnostic {
    /// The diagnostic with the escape sequences of colours.
    pub fn styled(&self) -> String {
        Renderer::styled().render(&[self.group()])
    }

    /// The diagnostic as a JSON object: `severity`, `id`, `message`, `file`, `line`, `column`, `shape`,
    /// `help`, and `rendered`, which is the text without colours. What is unknown is null.
    pub fn json(&self) -> Value {
        let excerpt = self.excerpt.as_ref();
        json!({
            "severity": self.severity.name(),
            "id": self.id,
            "message": self.message,
            "file": Some(&self.file).filter(|file| !file.is_empty()),
            "line": excerpt.map(|excerpt| excerpt.line),
            "column": excerpt.map(|excerpt| excerpt.column),
            "shape": self.shape,
            "help": self.help,
            "rendered": self.to_string(),
        })
    }

    fn group(&self) -> Group<'_> {
        let level = match self.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let mut title = level.primary_title(&self.message);
        if let Some(id) = self.id {
            title = title.id(id);
        }
        let mut group = Group::with_title(title);
        match &self.excerpt {
            Some(excerpt) => group = excerpt.show(&self.file, group),
            None if self.file.is_empty() => {}
            None => group = group.element(Origin::path(plain(&self.file))),
        }
        if let Some(shape) = &self.shape {
            let shape = Level::NOTE.with_name("shape").message(plain(shape));
            group = group.element(shape);
        }
        group.element(Level::HELP.message(plain(&self.help)))
    }
}

impl Excerpt {
    fn show<'a>(&'a self, file: &'a str, group: Group<'a>) -> Group<'a> {
        let line = Snippet::source(&self.text).line_start(self.line);
        let line = line.annotation(AnnotationKind::Primary.span(self.mark.clone()));
        let before = self.text[..self.mark.start].chars().count();
        if before + 1 == self.column {
            return group.element(line.path(plain(file)));
        }
        // The columns of a part of a line are not those of the line.
        let origin = Origin::path(plain(file))
            .line(self.line)
            .char_column(self.column);
        group.element(origin).element(line)
    }
}

impl Severity {
    fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}
