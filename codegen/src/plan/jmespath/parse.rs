//! From the text of an expression to a [`Path`]: a recursive descent, from the operators that bind
//! least to those that bind most.

use serde_json::Value;

use super::functions::Function;
use super::{Comparison, Path, Step};

/// What is wrong with an expression, and where.
pub(crate) type Outcome<T> = Result<T, String>;

/// Longer or deeper than any expression that a person writes: no model may exhaust the stack.
const MAX_LENGTH: usize = 1024;
const MAX_DEPTH: usize = 32;

/// Parses an expression.
///
/// # Errors
/// What is wrong with it.
pub(crate) fn parse(text: &str) -> Outcome<Path> {
    if text.len() > MAX_LENGTH {
        return Err(format!("it has more than {MAX_LENGTH} characters"));
    }
    let mut parser = Parser {
        text,
        at: 0,
        depth: 0,
    };
    let path = parser.expression()?;
    match parser.peek() {
        None => Ok(path),
        Some(_) => parser.expected("an operator or the end"),
    }
}

struct Parser<'a> {
    text: &'a str,
    /// The place in the text; between characters.
    at: usize,
    depth: usize,
}

const COMPARISONS: &[(&str, Comparison)] = &[
    ("==", Comparison::Equal),
    ("!=", Comparison::NotEqual),
    ("<=", Comparison::LessOrEqual),
    (">=", Comparison::GreaterOrEqual),
    ("<", Comparison::Less),
    (">", Comparison::Greater),
];

impl<'a> Parser<'a> {
    /// `a | b`
    fn expression(&mut self) -> Outcome<Path> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err("it is nested too deeply".to_owned());
        }
        let mut path = self.or()?;
        while self.take("|") {
            path = closed(path);
            path.extend(self.or()?);
        }
        self.depth -= 1;
        Ok(path)
    }

    /// `a || b`
    fn or(&mut self) -> Outcome<Path> {
        let mut path = self.and()?;
        while self.take("||") {
            path = vec![Step::Or(path, self.and()?)];
        }
        Ok(path)
    }

    /// `a && b`
    fn and(&mut self) -> Outcome<Path> {
        let mut path = self.comparison()?;
        while self.take("&&") {
            path = vec![Step::And(path, self.comparison()?)];
        }
        Ok(path)
    }

    /// `a == b` and the like
    fn comparison(&mut self) -> Outcome<Path> {
        let mut path = self.not()?;
        while let Some(comparison) = self.comparator() {
            path = vec![Step::Compare(comparison, path, self.not()?)];
        }
        Ok(path)
    }

    fn comparator(&mut self) -> Option<Comparison> {
        let found = COMPARISONS.iter().find(|(text, _)| self.take(text));
        found.map(|(_, comparison)| *comparison)
    }

    /// `!a`
    fn not(&mut self) -> Outcome<Path> {
        let mut negations = 0;
        while self.take("!") {
            negations += 1;
        }
        if negations > MAX_DEPTH {
            return Err("it is nested too deeply".to_owned());
        }
        let path = self.chain()?;
        Ok((0..negations).fold(path, |path, _| vec![Step::Not(path)]))
    }

    /// `a.b[0][*]`
    fn chain(&mut self) -> Outcome<Path> {
        let mut path = self.first()?;
        loop {
            if self.take(".") {
                self.after_dot(&mut path)?;
            } else if self.take("[") {
                match self.bracket()? {
                    Some(step) => path.push(step),
                    None => return self.expected("an index, `*`, `?` or `]`"),
                }
            } else {
                return Ok(path);
            }
        }
    }

    fn first(&mut self) -> Outcome<Path> {
        if self.take("(") {
            let path = self.expression()?;
            self.demand(")")?;
            return Ok(closed(path));
        }
        if self.take("@") {
            return Ok(Vec::new());
        }
        if self.take("[") {
            return Ok(vec![match self.bracket()? {
                Some(step) => step,
                None => self.list()?,
            }]);
        }
        match self.peek() {
            Some('\'') => self.raw_text().map(|text| vec![Step::Text(text)]),
            Some('`') => self.literal(),
            Some('&') => Err("references to expressions (`&`) are not supported".to_owned()),
            _ => self.named().map(|step| vec![step]),
        }
    }

    fn after_dot(&mut self, path: &mut Path) -> Outcome<()> {
        let step = if self.take("[") {
            self.list()?
        } else {
            self.named()?
        };
        path.push(step);
        Ok(())
    }

    /// `*`, `{..}`, a field or a call of a function.
    fn named(&mut self) -> Outcome<Step> {
        if self.take("*") {
            return Ok(Step::EachValue);
        }
        if self.take("{") {
            return self.object();
        }
        let quoted = self.peek() == Some('"');
        let name = self.name()?;
        if !quoted && self.take("(") {
            return self.call(&name);
        }
        Ok(Step::Field(name))
    }

    /// What follows `[`, if it is not the list of a multi-select.
    fn bracket(&mut self) -> Outcome<Option<Step>> {
        if self.take("]") {
            return Ok(Some(Step::Flatten));
        }
        if self.take("?") {
            let condition = self.expression()?;
            self.demand("]")?;
            return Ok(Some(Step::Filter(condition)));
        }
        let start = self.at;
        if self.take("*") && self.take("]") {
            return Ok(Some(Step::Each));
        }
        self.at = start;
        let is_index = |c: char| c.is_ascii_digit() || c == '-' || c == ':';
        if self.peek().is_some_and(is_index) {
            return self.index().map(Some);
        }
        Ok(None)
    }

    /// `0]` or `0:10:1]`
    fn index(&mut self) -> Outcome<Step> {
        let start = self.number()?;
        if !self.take(":") {
            self.demand("]")?;
            return match start {
                Some(index) => Ok(Step::Index(index)),
                None => self.expected("an index"),
            };
        }
        let end = self.number()?;
        let step = match self.take(":") {
            true => self.number()?.unwrap_or(1),
            false => 1,
        };
        self.demand("]")?;
        match step {
            0 => Err("the step of a slice is 0".to_owned()),
            step => Ok(Step::Slice(start, end, step)),
        }
    }

    fn number(&mut self) -> Outcome<Option<i32>> {
        self.peek();
        let rest = &self.text[self.at..];
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '-');
        let digits = &rest[..end.unwrap_or(rest.len())];
        if digits.is_empty() {
            return Ok(None);
        }
        match digits.parse() {
            Ok(number) => {
                self.at += digits.len();
                Ok(Some(number))
            }
            Err(_) => self.expected("a number"),
        }
    }

    /// `a, b]`
    fn list(&mut self) -> Outcome<Step> {
        self.separated("]", Self::expression).map(Step::List)
    }

    /// `name: a, other: b}`
    fn object(&mut self) -> Outcome<Step> {
        let entries = self.separated("}", |parser| {
            let name = parser.name()?;
            parser.demand(":")?;
            Ok((name, parser.expression()?))
        });
        entries.map(Step::Object)
    }

    fn call(&mut self, name: &str) -> Outcome<Step> {
        let function = Function::named(name)?;
        let arguments = match self.take(")") {
            true => Vec::new(),
            false => self.separated(")", Self::expression)?,
        };
        function.check_count(arguments.len())?;
        Ok(Step::Call(function, arguments))
    }

    /// One or more, with commas between and `end` after them.
    fn separated<T>(
        &mut self,
        end: &str,
        mut item: impl FnMut(&mut Self) -> Outcome<T>,
    ) -> Outcome<Vec<T>> {
        let mut items = vec![item(self)?];
        while self.take(",") {
            items.push(item(self)?);
        }
        self.demand(end)?;
        Ok(items)
    }

    /// An identifier, quoted or not.
    fn name(&mut self) -> Outcome<String> {
        if self.peek() == Some('"') {
            let quoted = self.delimited('"')?;
            return serde_json::from_str(&format!("\"{quoted}\"")).map_err(|e| e.to_string());
        }
        let rest = &self.text[self.at..];
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        let name = &rest[..end.unwrap_or(rest.len())];
        if name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) {
            return self.expected("a name");
        }
        self.at += name.len();
        Ok(name.to_owned())
    }

    fn raw_text(&mut self) -> Outcome<String> {
        Ok(self.delimited('\'')?.replace("\\'", "'"))
    }

    /// A JSON value between backticks.
    fn literal(&mut self) -> Outcome<Path> {
        let json = self.delimited('`')?.replace("\\`", "`");
        match serde_json::from_str(&json) {
            Ok(value) if depth(&value) > MAX_DEPTH => Err("it is nested too deeply".to_owned()),
            Ok(value) => Ok(literal(value)),
            Err(_) => Err(format!("`{json}` is not JSON")),
        }
    }

    /// The text between two delimiters; a backslash takes the next character with it.
    fn delimited(&mut self, delimiter: char) -> Outcome<&'a str> {
        let start = self.at + delimiter.len_utf8();
        let mut escaped = false;
        for (offset, c) in self.text[start..].char_indices() {
            if c == delimiter && !escaped {
                self.at = start + offset + delimiter.len_utf8();
                return Ok(&self.text[start..start + offset]);
            }
            escaped = c == '\\' && !escaped;
        }
        Err(format!("a `{delimiter}` is not closed"))
    }

    /// The next character that is not white space.
    fn peek(&mut self) -> Option<char> {
        let rest = self.text[self.at..].trim_start();
        self.at = self.text.len() - rest.len();
        rest.chars().next()
    }

    /// Takes `token` if it comes next. What is the beginning of a longer token is not taken.
    fn take(&mut self, token: &str) -> bool {
        self.peek();
        let rest = &self.text[self.at..];
        let longer = match token {
            "|" => rest.starts_with("||"),
            "!" => rest.starts_with("!="),
            _ => false,
        };
        let found = rest.starts_with(token) && !longer;
        if found {
            self.at += token.len();
        }
        found
    }

    fn demand(&mut self, token: &str) -> Outcome<()> {
        if self.take(token) {
            return Ok(());
        }
        self.expected(&format!("`{token}`"))
    }

    fn expected<T>(&mut self, what: &str) -> Outcome<T> {
        Err(match self.peek() {
            Some(c) => format!("{what} is expected before `{c}`, at character {}", self.at),
            None => format!("{what} is expected at the end"),
        })
    }
}

/// An expression whose projection does not reach what comes after it.
fn closed(mut path: Path) -> Path {
    if path.iter().any(Step::projects) && path.last() != Some(&Step::Stop) {
        path.push(Step::Stop);
    }
    path
}

fn depth(value: &Value) -> usize {
    let inner = match value {
        Value::Array(items) => items.iter().map(depth).max(),
        Value::Object(entries) => entries.values().map(depth).max(),
        _ => return 0,
    };
    1 + inner.unwrap_or_default()
}

/// The expression of a literal. Lists and objects are multi-selects, which want a value that is not
/// null to select from.
fn literal(value: Value) -> Path {
    match value {
        Value::Null => vec![Step::Null],
        Value::Bool(value) => vec![Step::Bool(value)],
        Value::Number(number) => vec![Step::Number(number.as_f64().unwrap_or_default())],
        Value::String(text) => vec![Step::Text(text)],
        Value::Array(items) => {
            let items = items.into_iter().map(literal).collect();
            vec![Step::Bool(true), Step::List(items)]
        }
        Value::Object(entries) => {
            let entries = entries.into_iter();
            let entries = entries.map(|(name, value)| (name, literal(value)));
            vec![Step::Bool(true), Step::Object(entries.collect())]
        }
    }
}
