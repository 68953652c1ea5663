//! `cargo xtask compare-api`: asks the compiler whether a crate holds every item of a public API list.
//!
//! The list is what `cargo public-api -sss` prints for the crate to be compatible with. Each of its
//! lines becomes a *probe*: one line of Rust that uses the item with exactly the listed types. All
//! probes are compiled against the crate in question; the ones that fail are the items it lacks or
//! declares differently. What is compared is therefore what a user's source can observe, and an alias
//! of a generic type or a method of a generic `impl` counts as held where it behaves the same.
//!
//! # What a probe of a function asks
//!
//! 1. Called with the listed argument types (through the receiver where there is one), it returns the
//!    listed type: wrapped in `Exact`, so that no coercion hides a difference.
//! 2. Called by its path, as in `iter.map(Type::method)`, receiver and arguments have the listed types.
//! 3. Called with arguments of unknown type, inference alone finds all types. A parameter that became
//!    generic accepts the same values but fails here, as `set_name(None)` would in a user's source.
//!
//! Errors of an early compiler phase hide those of later ones, so failing probes are blanked and the
//! rest compiled again until nothing fails.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Write as _};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

/// The name under which the probes depend on the crate in question.
const SUBJECT: &str = "subject";

/// Name of the probe crate.
const PROBE_CRATE: &str = "api-probe";

/// The name under which the probes depend on the crate that the list was made from.
const REFERENCE: &str = "reference";

/// Private paths that are printed for items of other crates, and where these items are public.
const PUBLIC_PATHS: [(&str, &str); 5] = [
    (
        "aws_credential_types::provider::credentials::",
        "aws_credential_types::provider::",
    ),
    ("core::iter::traits::collect::", "core::iter::"),
    ("core::iter::traits::iterator::", "core::iter::"),
    ("core::ops::function::", "core::ops::"),
    ("core::str::traits::", "core::str::"),
];

/// What the probes use: `Exact` admits no coercion between its parameters, `any` leaves the type of
/// an argument to inference, and `any2` hands the inferred type out for a look.
const PRELUDE: &str = "\
#![allow(warnings)]
#![deny(ambiguous_glob_imports)]
extern crate alloc;
pub struct Exact<T>(pub T);
pub fn any<T>() -> T { loop {} }
pub fn any2<T>() -> (T, core::marker::PhantomData<T>) { loop {} }
pub fn future<R, F: core::future::Future<Output = R> + Send>(_: F) {}
";

/// Arguments of `compare-api`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// List of public items, as `cargo public-api -sss` prints it.
    #[arg(long)]
    pub(crate) list: PathBuf,
    /// Folder of the crate to check against the list.
    #[arg(long = "crate", value_name = "DIR")]
    pub(crate) krate: PathBuf,
    /// Table of failing items to leave out. Each row is `LINE // REASON` for one line of the list, or
    /// `names PATH // REASON` for every missing item whose line names PATH or something in it; empty
    /// rows and `#` comments are skipped (a line of the list may itself begin with `#[`).
    #[arg(long)]
    pub(crate) skip: Option<PathBuf>,
    /// The crate the list was made from, as `NAME@VERSION`: its re-exports are compared too. Without
    /// it, those the list itself tells nothing of are only looked up.
    #[arg(long)]
    pub(crate) reference: Option<String>,
    /// Where to build; `compare` in the workspace's target folder unless given.
    #[arg(long)]
    pub(crate) target_dir: Option<PathBuf>,
    /// Keep the generated probe crate and say where it is.
    #[arg(long)]
    pub(crate) keep: bool,
    /// Also print every line that could only be checked loosely.
    #[arg(long)]
    pub(crate) show_loose: bool,
}

/// Checks the crate against the list and prints a report.
///
/// # Errors
///
/// When an item is missing, differs or cannot be probed without the skip table naming it, when a row
/// of that table leaves nothing out, or when files or cargo fail.
pub(crate) fn run(args: &Args) -> Result<(), String> {
    let items = parse_list(&read(&args.list)?, args.reference.is_some())?;
    let skip = Skip::read(args.skip.as_deref())?;
    let prober = Prober::new(args, &items)?;
    let outcomes = prober.outcomes(&items)?;
    let report = Report::new(&items, &outcomes, &skip, args.show_loose);
    print!("{report}");
    report.verdict()
}

// ---------------------------------------------------------------------------------------------
// Items of the list
// ---------------------------------------------------------------------------------------------

/// Kinds of listed items, in the order of the summary table.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum Kind {
    Module,
    ReExport,
    Struct,
    Enum,
    Trait,
    TypeAlias,
    Value,
    Field,
    Variant,
    InherentImpl,
    InherentFunction,
    TraitImpl,
    ImplFunction,
    AssociatedType,
    TraitFunction,
    FreeFunction,
    Unknown,
}

impl Kind {
    /// How the summary table names the kind.
    fn label(self) -> &'static str {
        match self {
            Kind::Module => "modules",
            Kind::ReExport => "re-exports",
            Kind::Struct => "structs",
            Kind::Enum => "enums",
            Kind::Trait => "traits",
            Kind::TypeAlias => "type aliases",
            Kind::Value => "statics and constants",
            Kind::Field => "fields",
            Kind::Variant => "variants",
            Kind::InherentImpl => "inherent impl headers",
            Kind::InherentFunction => "inherent functions",
            Kind::TraitImpl => "trait impls",
            Kind::ImplFunction => "functions of trait impls",
            Kind::AssociatedType => "associated types",
            Kind::TraitFunction => "functions of traits",
            Kind::FreeFunction => "free functions",
            Kind::Unknown => "not understood",
        }
    }
}

/// One line of the list.
#[derive(Debug)]
struct Item {
    /// Line number in the list, from one.
    number: usize,
    /// The line as listed.
    text: String,
    kind: Kind,
    /// The probe, or why there is none.
    probe: Result<Probe, String>,
}

/// A piece of Rust that compiles where the item is as listed.
#[derive(Debug)]
struct Probe {
    code: String,
    /// Why the probe asks for less than the line says, if it does.
    loose: Option<&'static str>,
}

impl Probe {
    fn strict(code: String) -> Self {
        Probe { code, loose: None }
    }

    fn loose(code: String, why: &'static str) -> Self {
        Probe {
            code,
            loose: Some(why),
        }
    }
}

/// A function line, taken apart.
#[derive(Clone, Debug, Default)]
struct Signature {
    is_const: bool,
    is_async: bool,
    is_unsafe: bool,
    /// Path of what the function belongs to, with its generics.
    owner: String,
    name: String,
    generics: Vec<String>,
    /// `self`, `&self`, … where the function has a receiver.
    receiver: Option<String>,
    /// Types of the arguments after the receiver.
    params: Vec<String>,
    ret: String,
    wheres: String,
}

/// An `impl` line, taken apart.
#[derive(Clone, Debug)]
struct Header {
    generics: Vec<String>,
    /// The trait, for an `impl Trait for Type`.
    of: Option<String>,
    ty: String,
    wheres: String,
}

/// What probes need to know of the list as a whole.
#[derive(Debug, Default)]
struct Index {
    modules: BTreeSet<String>,
    traits: BTreeSet<String>,
    trait_functions: BTreeMap<String, Vec<Signature>>,
    /// Paths of the items of other crates that the list mentions, by last segment.
    foreign: BTreeMap<String, BTreeSet<String>>,
    /// For a generic type, a type with concrete arguments that some function returns.
    instances: BTreeMap<String, String>,
}

/// Turns the list into items with their probes, which may use the listed crate where it is at hand.
fn parse_list(list: &str, has_reference: bool) -> Result<Vec<Item>, String> {
    let root = list
        .lines()
        .find_map(|line| line.strip_prefix("pub mod "))
        .ok_or("the list has no `pub mod` line to take the crate name from")?;
    let lines: Vec<String> = list.lines().map(|line| rewrite(line, root)).collect();
    let index = Index::new(&lines);
    let mut parser = Parser {
        index: &index,
        has_reference,
        header: None,
    };
    Ok(list
        .lines()
        .zip(&lines)
        .enumerate()
        .filter(|(_, (text, _))| !text.trim().is_empty())
        .map(|(at, (text, line))| parser.item(at + 1, text, line))
        .collect())
}

/// Replaces the listed crate's name and the private paths of other crates, and drops attributes.
fn rewrite(line: &str, root: &str) -> String {
    let mut line = replace_word(strip_attributes(line), root, SUBJECT);
    for (private, public) in PUBLIC_PATHS {
        line = line.replace(private, public);
    }
    line
}

/// The line without leading `#[…]`.
fn strip_attributes(line: &str) -> &str {
    let mut rest = line.trim();
    while rest.starts_with("#[") {
        let Some(close) = closing(rest, 1) else { break };
        rest = rest[close + 1..].trim_start();
    }
    rest
}

impl Index {
    fn new(lines: &[String]) -> Self {
        let mut index = Index::default();
        for line in lines {
            index.add(line);
        }
        index
    }

    fn add(&mut self, line: &str) {
        if let Some(path) = line.strip_prefix("pub mod ") {
            self.modules.insert(path.to_owned());
        } else if let Some(rest) = line.strip_prefix("pub trait ") {
            self.traits.insert(path_of(rest).to_owned());
        } else if let Some(signature) = Signature::parse(line) {
            self.add_function(signature);
        }
        self.add_foreign(line);
    }

    fn add_function(&mut self, signature: Signature) {
        let ret = replace_word(&signature.ret, "Self", &signature.owner);
        let is_own = path_of(&ret) == path_of(&signature.owner);
        if ret.starts_with(SUBJECT) && ret.ends_with('>') && !is_own {
            self.instances
                .entry(path_of(&ret).to_owned())
                .or_insert(ret);
        }
        if self.traits.contains(&signature.owner) {
            self.trait_functions
                .entry(signature.owner.clone())
                .or_default()
                .push(signature);
        }
    }

    fn add_foreign(&mut self, line: &str) {
        for (_, path) in paths(line) {
            let Some((_, name)) = path.rsplit_once("::") else {
                continue;
            };
            let own = ["core", "alloc", "std", SUBJECT].contains(&root_of(path));
            if own || !name.starts_with(char::is_uppercase) {
                continue;
            }
            self.foreign
                .entry(name.to_owned())
                .or_default()
                .insert(path.to_owned());
        }
    }

    /// Whether `text` names a type of the crate in a module that is not listed: a private one.
    fn names_private(&self, text: &str) -> bool {
        paths(text)
            .any(|(_, path)| root_of(path) == SUBJECT && !self.modules.contains(module_of(path)))
    }
}

/// The part of a path before its first segment that begins with a capital letter.
fn module_of(path: &str) -> &str {
    let mut at = 0;
    for segment in path.split("::") {
        if segment.starts_with(char::is_uppercase) {
            return path[..at].trim_end_matches(':');
        }
        at += segment.len() + 2;
    }
    path.rsplit_once("::").map_or(path, |(module, _)| module)
}

/// The first segment of a path.
fn root_of(path: &str) -> &str {
    path.split("::").next().unwrap_or(path)
}

/// The path at the start of `text`, without generics or what follows.
fn path_of(text: &str) -> &str {
    let end = text
        .find(|c: char| !is_ident(c) && c != ':')
        .unwrap_or(text.len());
    text[..end].trim_end_matches(':')
}

// ---------------------------------------------------------------------------------------------
// Text
// ---------------------------------------------------------------------------------------------

fn is_ident(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Every `a::b::C` in `text`, with its offset.
fn paths(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < text.len() {
            let rest = &text[at..];
            let path = path_of(rest);
            let start = at;
            at += path
                .len()
                .max(rest.chars().next().map_or(1, char::len_utf8));
            if path.contains("::") && !path.starts_with(':') {
                return Some((start, path));
            }
        }
        None
    })
}

/// Replaces `word` where it stands alone or begins a path.
fn replace_word(text: &str, word: &str, by: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut previous = ' ';
    while let Some(c) = rest.chars().next() {
        let starts = !is_ident(previous) && previous != ':' && previous != '\'';
        if starts && rest.starts_with(word) && !rest[word.len()..].starts_with(is_ident) {
            out.push_str(by);
            rest = &rest[word.len()..];
            previous = 'x';
        } else {
            out.push(c);
            rest = &rest[c.len_utf8()..];
            previous = c;
        }
    }
    out
}

/// Offsets of `pattern` in `text` outside any bracket.
fn outside(text: &str, pattern: &str) -> Vec<usize> {
    let mut found = Vec::new();
    let mut depth = 0usize;
    let mut previous = ' ';
    for (at, c) in text.char_indices() {
        if depth == 0 && text[at..].starts_with(pattern) {
            found.push(at);
        }
        depth = nest(depth, previous, c);
        previous = c;
    }
    found
}

/// Bracket depth after `c`; the `>` of an arrow is no bracket.
fn nest(depth: usize, previous: char, c: char) -> usize {
    match c {
        '<' | '(' | '[' | '{' => depth + 1,
        '>' if previous == '-' || previous == '=' => depth,
        '>' | ')' | ']' | '}' => depth.saturating_sub(1),
        _ => depth,
    }
}

/// Offset of the bracket closing the one at `open`.
fn closing(text: &str, open: usize) -> Option<usize> {
    let mut depth = 0usize;
    let mut previous = ' ';
    for (at, c) in text[open..].char_indices() {
        depth = nest(depth, previous, c);
        previous = c;
        if depth == 0 {
            return Some(open + at);
        }
    }
    None
}

/// The parts of `text` between separators outside any bracket, trimmed and without empty ones.
fn split(text: &str, separator: &str) -> Vec<String> {
    let mut parts = Vec::new();
    let mut start = 0;
    for at in outside(text, separator) {
        parts.push(&text[start..at]);
        start = at + separator.len();
    }
    parts.push(&text[start..]);
    parts
        .iter()
        .map(|part| part.trim())
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}

/// `text` before and after the first `separator` outside any bracket.
fn cut<'a>(text: &'a str, separator: &str) -> (&'a str, Option<&'a str>) {
    match outside(text, separator).first() {
        Some(&at) => (&text[..at], Some(&text[at + separator.len()..])),
        None => (text, None),
    }
}

/// `text` without, and the contents of, the `<…>` at its end.
fn cut_generics(text: &str) -> (&str, Vec<String>) {
    match outside(text, "<").last() {
        Some(&at) if closing(text, at) == Some(text.len() - 1) => {
            (&text[..at], split(&text[at + 1..text.len() - 1], ","))
        }
        _ => (text, Vec::new()),
    }
}

/// Writes `lifetime` where the type elides one.
fn name_lifetimes(ty: &str, lifetime: &str) -> String {
    let mut out = String::new();
    for (at, c) in ty.char_indices() {
        out.push(c);
        if c == '&' && !ty[at + 1..].starts_with('\'') {
            let _ = write!(out, "{lifetime} ");
        }
    }
    out.replace("'_", lifetime)
}

/// `<…>` of generics, lifetimes first, or nothing.
fn angle(generics: &[String]) -> String {
    let (mut all, types): (Vec<&String>, Vec<&String>) =
        generics.iter().partition(|g| g.starts_with('\''));
    all.extend(types);
    let all: Vec<&str> = all.into_iter().map(String::as_str).collect();
    if all.is_empty() {
        String::new()
    } else {
        format!("<{}>", all.join(", "))
    }
}

/// ` where …` of the non-empty clauses.
fn where_clause(clauses: &[&str]) -> String {
    let clauses: Vec<&str> = clauses
        .iter()
        .copied()
        .filter(|clause| !clause.is_empty())
        .collect();
    if clauses.is_empty() {
        String::new()
    } else {
        format!(" where {}", clauses.join(", "))
    }
}

// ---------------------------------------------------------------------------------------------
// Taking lines apart
// ---------------------------------------------------------------------------------------------

impl Signature {
    /// Takes a `pub … fn` line apart; nothing for any other line.
    fn parse(line: &str) -> Option<Self> {
        let (before, after) = line.strip_prefix("pub ")?.split_once("fn ")?;
        let mut signature = Signature::default();
        for word in before.split_whitespace() {
            match word {
                "const" => signature.is_const = true,
                "async" => signature.is_async = true,
                "unsafe" => signature.is_unsafe = true,
                _ => return None,
            }
        }
        signature.declaration(after)?;
        Some(signature)
    }

    /// Reads `path<generics>(params) -> ret where …`.
    fn declaration(&mut self, text: &str) -> Option<()> {
        let open = *outside(text, "(").first()?;
        let close = closing(text, open)?;
        let (path, generics) = cut_generics(&text[..open]);
        let at = *outside(path, "::").last()?;
        self.owner = path[..at].to_owned();
        self.name = path[at + 2..].to_owned();
        self.generics = generics;
        self.params = split(&text[open + 1..close], ",");
        if self.params.first().is_some_and(|first| is_receiver(first)) {
            self.receiver = Some(self.params.remove(0));
        }
        let (ret, wheres) = cut(&text[close + 1..], " where ");
        self.ret = ret.trim().strip_prefix("-> ").unwrap_or("()").to_owned();
        self.wheres = wheres.unwrap_or_default().to_owned();
        Some(())
    }

    /// The type of the receiver, with `Self`.
    fn receiver_type(&self) -> Option<String> {
        self.receiver
            .as_deref()
            .map(|receiver| match receiver.strip_prefix("self:") {
                Some(ty) => ty.trim().to_owned(),
                None => replace_word(receiver, "self", "Self"),
            })
    }

    /// The function as an item of an `impl` block, without its body.
    fn item(&self) -> String {
        let receiver = self.receiver.clone().into_iter();
        let params = self
            .params
            .iter()
            .enumerate()
            .map(|(i, ty)| format!("a{i}: {ty}"));
        let params: Vec<String> = receiver.chain(params).collect();
        format!(
            "{}fn {}{}({}) -> {}{}",
            if self.is_async { "async " } else { "" },
            self.name,
            angle(&self.generics),
            params.join(", "),
            self.ret,
            where_clause(&[&self.wheres]),
        )
    }

    /// Whether an implementor may leave the function out. The list does not tell; in a trait used as
    /// an object, what is closed to objects has a body.
    fn is_provided(&self) -> bool {
        self.wheres.contains("Self: core::marker::Sized")
    }
}

/// Whether the first parameter of a function is `self` in some form.
fn is_receiver(param: &str) -> bool {
    param == "self"
        || param.starts_with("self:")
        || (param.starts_with('&')
            && param
                .rsplit(' ')
                .next()
                .is_some_and(|last| last.ends_with("self")))
}

impl Header {
    /// Takes an `impl` line apart.
    fn parse(line: &str) -> Option<Self> {
        let rest = line.strip_prefix("impl")?;
        let (generics, rest) = if rest.starts_with('<') {
            let close = closing(rest, 0)?;
            (split(&rest[1..close], ","), &rest[close + 1..])
        } else {
            (Vec::new(), rest)
        };
        let (rest, wheres) = cut(rest, " where ");
        let (first, second) = cut(rest, " for ");
        let (of, ty) = second.map_or((None, first), |ty| (Some(first.trim().to_owned()), ty));
        Some(Header {
            generics,
            of,
            ty: ty.trim().to_owned(),
            wheres: wheres.unwrap_or_default().to_owned(),
        })
    }
}

// ---------------------------------------------------------------------------------------------
// Probes
// ---------------------------------------------------------------------------------------------

/// Turns lines into items, remembering the `impl` they stand under.
struct Parser<'a> {
    index: &'a Index,
    has_reference: bool,
    header: Option<Header>,
}

type Probed = (Kind, Result<Probe, String>);

impl Parser<'_> {
    fn item(&mut self, number: usize, text: &str, line: &str) -> Item {
        let (kind, probe) = self.probe(line);
        Item {
            number,
            text: text.to_owned(),
            kind,
            probe,
        }
    }

    fn probe(&mut self, line: &str) -> Probed {
        if line.starts_with("impl") {
            return self.implementation(line);
        }
        if let Some(signature) = Signature::parse(line) {
            return self.function(&signature);
        }
        let Some(rest) = line.strip_prefix("pub ") else {
            return (
                Kind::Unknown,
                Err("not a form of line this command knows".to_owned()),
            );
        };
        if !is_associated(rest) {
            self.header = None;
        }
        match rest.split_once(' ') {
            Some(("mod", path)) => (
                Kind::Module,
                Ok(Probe::strict(format!("use {path}::{{self as _}};"))),
            ),
            Some(("use", path)) => (Kind::ReExport, self.re_export(path)),
            Some(("struct" | "union", path)) => (Kind::Struct, Ok(named_type(path))),
            Some(("enum", path)) => (Kind::Enum, Ok(named_type(path))),
            Some(("trait", rest)) => (Kind::Trait, Ok(self.trait_definition(rest))),
            Some(("type", rest)) => match &self.header {
                Some(header) => associated_type(rest, header),
                None => (Kind::TypeAlias, type_alias(rest)),
            },
            Some(("static" | "const", rest)) => (Kind::Value, value(rest)),
            _ => self.member(rest),
        }
    }

    /// A field or variant.
    fn member(&self, rest: &str) -> Probed {
        if let (path, Some(ty)) = cut(rest, ": ") {
            return (Kind::Field, self.field(path, ty));
        }
        if rest.starts_with(SUBJECT) && !rest.contains(' ') || rest.ends_with(')') {
            return (Kind::Variant, self.variant(rest));
        }
        (
            Kind::Unknown,
            Err("not a form of line this command knows".to_owned()),
        )
    }

    fn field(&self, path: &str, ty: &str) -> Result<Probe, String> {
        let (owner, field) = path
            .rsplit_once("::")
            .ok_or("no owner in the path of a field")?;
        let take = format!("let {owner} {{ {field}: v, .. }} = x;");
        if self.index.names_private(ty) {
            let code = format!("fn a(x: {owner}) {{ {take} }}");
            return Ok(Probe::loose(
                code,
                "the type of the field is private: only its name was checked",
            ));
        }
        Ok(Probe::strict(format!(
            "fn a(x: {owner}) -> crate::Exact<{ty}> {{ {take} let v = crate::Exact(v); v }} \
             fn b(x: &mut {owner}, v: {ty}) {{ x.{field} = v; }}"
        )))
    }

    fn variant(&self, rest: &str) -> Result<Probe, String> {
        let Some(open) = rest.find('(') else {
            return unit_variant(rest);
        };
        let path = &rest[..open];
        let types = split(&rest[open + 1..rest.len() - 1], ",");
        let owner = path
            .rsplit_once("::")
            .ok_or("no owner in the path of a variant")?
            .0;
        let names: Vec<String> = (0..types.len()).map(|i| format!("v{i}")).collect();
        let names = names.join(", ");
        if self.index.names_private(rest) {
            let code =
                format!("use {path} as _; fn a(x: &{owner}) {{ if let {path}({names}) = x {{}} }}");
            return Ok(Probe::loose(
                code,
                "what the variant holds is private: only the pattern was checked",
            ));
        }
        let types = types.join(", ");
        let params = names
            .split(", ")
            .zip(types.split(", "))
            .map(|(n, t)| format!("{n}: {t}"));
        let params = params.collect::<Vec<_>>().join(", ");
        Ok(Probe::strict(format!(
            "use {path} as _; \
             fn a(x: {owner}) -> Option<crate::Exact<({types},)>> {{ \
             if let {path}({names}) = x {{ let v = crate::Exact(({names},)); Some(v) }} else {{ None }} }} \
             fn b({params}) -> crate::Exact<{owner}> {{ let v = crate::Exact({path}({names})); v }}"
        )))
    }

    fn re_export(&self, path: &str) -> Result<Probe, String> {
        if path_of(path) != path {
            return Err("a re-export under another name or of all items".to_owned());
        }
        Ok(match self.target_of(path) {
            Some(target) => Probe::strict(same_item(path, &target)),
            None => Probe::loose(
                format!("use {path} as _;"),
                "the list does not say what is re-exported: only the name was checked",
            ),
        })
    }

    /// What a re-export must be the same item as.
    fn target_of(&self, path: &str) -> Option<String> {
        if self.has_reference {
            return path
                .strip_prefix(SUBJECT)
                .map(|rest| format!("{REFERENCE}{rest}"));
        }
        let name = path.rsplit_once("::").map_or(path, |(_, name)| name);
        let mut known = self.index.foreign.get(name)?.iter();
        known.next().filter(|_| known.next().is_none()).cloned()
    }

    fn trait_definition(&self, rest: &str) -> Probe {
        let (path, bounds) = cut(rest, ": ");
        let uses = format!("use {} as _; fn a<S: {path} + ?Sized>() {{", path_of(path));
        let uses = match bounds {
            Some(bounds) => {
                format!("{uses} fn needs<S: {bounds} + ?Sized>() {{}} needs::<S>(); }}")
            }
            None => format!("{uses} }}"),
        };
        match self.implementor(path, bounds.unwrap_or_default()) {
            Some(implementor) => Probe::strict(format!("{uses} {implementor}")),
            None => Probe::loose(
                uses,
                "no implementation could be written from the list alone",
            ),
        }
    }

    /// An implementation of a trait with the listed functions, for a type that has nothing else.
    fn implementor(&self, path: &str, bounds: &str) -> Option<String> {
        let supported = ["Send", "Sync", "Debug", "Sized"];
        let bounds = split(bounds, "+");
        let all_supported = bounds
            .iter()
            .all(|bound| bound == "'static" || supported.iter().any(|s| bound.ends_with(s)));
        if !all_supported || path.contains('<') {
            return None;
        }
        let functions = self
            .index
            .trait_functions
            .get(path)
            .map(Vec::as_slice)
            .unwrap_or_default();
        let required = functions.iter().filter(|function| !function.is_provided());
        let bodies: Vec<String> = required
            .map(|f| format!("{} {{ loop {{}} }}", f.item()))
            .collect();
        Some(format!(
            "#[derive(Debug)] struct Mine; impl {path} for Mine {{ {} }}",
            bodies.join(" ")
        ))
    }

    fn implementation(&mut self, line: &str) -> Probed {
        self.header = Header::parse(line);
        let Some(header) = &self.header else {
            return (
                Kind::Unknown,
                Err("an `impl` line this command cannot read".to_owned()),
            );
        };
        let kind = if header.of.is_some() {
            Kind::TraitImpl
        } else {
            Kind::InherentImpl
        };
        if line.contains(" !") || self.index.names_private(line) {
            return (
                kind,
                Err("names a private type or excludes a trait".to_owned()),
            );
        }
        (kind, Ok(Probe::strict(header.probe())))
    }

    fn function(&self, signature: &Signature) -> Probed {
        if signature.is_unsafe {
            return (
                Kind::Unknown,
                Err("unsafe functions are not probed".to_owned()),
            );
        }
        let (kind, call) = match &self.header {
            Some(header) if header.of.is_some() => {
                (Kind::ImplFunction, Call::of_impl(signature, header))
            }
            Some(header) => (Kind::InherentFunction, Call::inherent(signature, header)),
            None if self.index.traits.contains(&signature.owner) => {
                (Kind::TraitFunction, Call::of_trait(signature))
            }
            None if is_associated(&format!("{}::{}", signature.owner, signature.name)) => {
                return (
                    Kind::Unknown,
                    Err("a function without the `impl` it belongs to".to_owned()),
                );
            }
            None => (Kind::FreeFunction, Call::free(signature)),
        };
        (kind, self.call(call))
    }

    /// The probe of a call; where it names a private type in a bound, of one with concrete types.
    fn call(&self, call: Call) -> Result<Probe, String> {
        if !self.index.names_private(&call.text()) {
            return Ok(Probe::strict(call.probe()));
        }
        let instance = self.index.instances.get(path_of(&call.owner));
        let call = instance.and_then(|instance| call.with_types_of(instance));
        match call.filter(|call| !self.index.names_private(&call.text())) {
            Some(call) => Ok(Probe::loose(
                call.probe(),
                "a bound names a private trait: checked with the types of one operation only",
            )),
            None => Err("the signature names a private type".to_owned()),
        }
    }
}

/// Whether the item after `pub` belongs to a type: the segment before its name is capitalised.
fn is_associated(rest: &str) -> bool {
    let path = paths(rest).next().map_or(rest, |(_, path)| path);
    path.rsplit("::")
        .nth(1)
        .is_some_and(|owner| owner.starts_with(char::is_uppercase))
}

fn named_type(text: &str) -> Probe {
    let (path, generics) = cut_generics(text);
    let generics = angle(&generics);
    Probe::strict(format!(
        "use {path} as _; fn a{generics}(_: {path}{generics}) {{}}"
    ))
}

fn unit_variant(path: &str) -> Result<Probe, String> {
    let owner = path
        .rsplit_once("::")
        .ok_or("no owner in the path of a variant")?
        .0;
    Ok(Probe::strict(format!(
        "use {path} as _; \
         fn a() -> crate::Exact<{owner}> {{ let v = crate::Exact({path}); v }} \
         fn b(x: &{owner}) {{ if let {path} = x {{}} }}"
    )))
}

/// Two globs may bring in the same name only where it is the same item, whatever its kind.
fn same_item(one: &str, other: &str) -> String {
    format!(
        "mod m {{ pub use {one} as Same; }} mod n {{ pub use {other} as Same; }} \
         mod both {{ pub use super::m::*; pub use super::n::*; }} use both::Same as _;"
    )
}

fn type_alias(rest: &str) -> Result<Probe, String> {
    let (alias, target) = cut(rest, " = ");
    let target = target.ok_or("an alias without its target")?;
    let (path, generics) = cut_generics(alias);
    let generics = angle(&generics);
    Ok(Probe::strict(format!(
        "use {path} as _; fn a{generics}(x: crate::Exact<{alias}>) -> crate::Exact<{target}> {{ x }}"
    )))
}

fn associated_type(rest: &str, header: &Header) -> Probed {
    let kind = Kind::AssociatedType;
    let (Some((_, name)), Some(of)) = (path_and_name(rest), &header.of) else {
        return (kind, Err("an associated type without a trait".to_owned()));
    };
    let Some(target) = cut(rest, " = ").1 else {
        return (kind, Err("an associated type without its type".to_owned()));
    };
    let listed = format!("<{} as {of}>::{name}", header.ty);
    let code = format!(
        "fn a{}(x: crate::Exact<{listed}>) -> crate::Exact<{}>{} {{ x }}",
        angle(&header.generics),
        replace_word(target, "Self", &header.ty),
        where_clause(&[&header.wheres]),
    );
    (kind, Ok(Probe::strict(code)))
}

/// The owner and last segment of the path at the start of `text`.
fn path_and_name(text: &str) -> Option<(&str, &str)> {
    let path = cut(text, " ").0;
    let at = *outside(path, "::").last()?;
    Some((&path[..at], &path[at + 2..]))
}

fn value(rest: &str) -> Result<Probe, String> {
    let (path, ty) = cut(rest, ": ");
    let ty = ty.ok_or("a value without its type")?;
    let ty = name_lifetimes(cut(ty, " = ").0, "'static");
    Ok(Probe::strict(format!(
        "fn a() -> crate::Exact<&'static {ty}> {{ let v = crate::Exact(&{path}); v }}"
    )))
}

impl Header {
    /// Asks for the `impl` as a bound, or for the type of an inherent one.
    fn probe(&self) -> String {
        let Some(of) = &self.of else {
            let wheres = where_clause(&[&self.wheres]);
            return format!("fn a{}(_: {}){wheres} {{}}", angle(&self.generics), self.ty);
        };
        let mut generics = self.generics.clone();
        generics.push("'p".to_owned());
        let bound = format!("X: ?Sized + {}", name_lifetimes(of, "'p"));
        let ty = name_lifetimes(&self.ty, "'p");
        let needs: Vec<String> = generics.iter().cloned().chain([bound]).collect();
        let given: Vec<String> = type_names(&generics).into_iter().chain([ty]).collect();
        let wheres = where_clause(&[&self.wheres]);
        format!(
            "fn a{}(){wheres} {{ fn needs{}(){wheres} {{}} needs::<{}>() }}",
            angle(&generics),
            angle(&needs),
            given.join(", "),
        )
    }
}

/// Names of the type parameters among generics.
fn type_names(generics: &[String]) -> Vec<String> {
    let types = generics.iter().filter(|generic| !generic.starts_with('\''));
    types
        .map(|generic| {
            generic
                .split(':')
                .next()
                .unwrap_or(generic)
                .trim()
                .to_owned()
        })
        .collect()
}

/// A call of a listed function.
struct Call {
    signature: Signature,
    /// The type that `Self` stands for.
    owner: String,
    /// Path of the function.
    callee: String,
    generics: Vec<String>,
    wheres: Vec<String>,
    /// Whether `receiver.name(…)` must work too.
    by_dot: bool,
    /// Whether the types of arguments must follow from the function alone.
    infers: bool,
}

impl Call {
    fn inherent(signature: &Signature, header: &Header) -> Self {
        let owner = signature.owner.clone();
        let callee = format!("<{owner}>::{}", signature.name);
        Call::new(
            signature,
            owner,
            callee,
            header.generics.clone(),
            header.wheres.clone(),
            true,
        )
    }

    fn of_impl(signature: &Signature, header: &Header) -> Self {
        let owner = header.ty.clone();
        let of = header.of.as_deref().unwrap_or_default();
        let callee = format!("<{owner} as {of}>::{}", signature.name);
        Call::new(
            signature,
            owner,
            callee,
            header.generics.clone(),
            header.wheres.clone(),
            false,
        )
    }

    fn of_trait(signature: &Signature) -> Self {
        let callee = format!("<S as {}>::{}", signature.owner, signature.name);
        let generics = vec![format!("S: {} + 'static", signature.owner)];
        Call::new(
            signature,
            "S".to_owned(),
            callee,
            generics,
            String::new(),
            true,
        )
    }

    fn free(signature: &Signature) -> Self {
        let callee = format!("{}::{}", signature.owner, signature.name);
        Call::new(
            signature,
            String::new(),
            callee,
            Vec::new(),
            String::new(),
            true,
        )
    }

    fn new(
        signature: &Signature,
        owner: String,
        callee: String,
        mut generics: Vec<String>,
        wheres: String,
        own: bool,
    ) -> Self {
        generics.extend(signature.generics.iter().cloned());
        Call {
            wheres: vec![wheres, replace_word(&signature.wheres, "Self", &owner)],
            signature: signature.clone(),
            owner,
            callee,
            generics,
            by_dot: own && signature.receiver.is_some(),
            infers: own,
        }
    }

    /// All types of the call, to look for private ones.
    fn text(&self) -> String {
        let Signature { params, ret, .. } = &self.signature;
        format!(
            "{} {} {} {}",
            self.callee,
            params.join(" "),
            ret,
            self.wheres.join(" ")
        )
    }

    /// The call with the owner's type parameters replaced by the arguments in `instance`.
    fn with_types_of(&self, instance: &str) -> Option<Call> {
        let names = cut_generics(&self.owner).1;
        let types = cut_generics(instance).1;
        if names.is_empty() || names.len() != types.len() || !self.signature.generics.is_empty() {
            return None;
        }
        let concrete = |text: &str| {
            let pairs = names.iter().zip(&types);
            pairs.fold(text.to_owned(), |text, (name, ty)| {
                replace_word(&text, name, ty)
            })
        };
        let mut signature = self.signature.clone();
        signature.params = signature
            .params
            .iter()
            .map(|param| concrete(param))
            .collect();
        signature.ret = concrete(&signature.ret);
        Some(Call {
            owner: instance.to_owned(),
            callee: concrete(&self.callee),
            generics: Vec::new(),
            wheres: Vec::new(),
            signature,
            ..*self
        })
    }

    fn with_self(&self, text: &str) -> String {
        replace_word(text, "Self", &self.owner)
    }

    fn params(&self) -> impl Iterator<Item = (String, String)> {
        let params = self.signature.params.iter().enumerate();
        params.map(|(i, ty)| (format!("a{i}"), self.with_self(ty)))
    }

    /// The callee's own type parameters, written out.
    fn turbofish(&self) -> String {
        let names = type_names(&self.signature.generics);
        if names.is_empty() {
            String::new()
        } else {
            format!("::<{}>", names.join(", "))
        }
    }

    fn probe(&self) -> String {
        let mut code = self.with_listed_types(self.by_dot);
        if self.infers {
            let _ = write!(code, " {} {}", self.by_path(), self.inferred());
        }
        if self.signature.is_const
            && self.signature.params.is_empty()
            && self.signature.receiver.is_none()
        {
            let ret = name_lifetimes(&self.with_self(&self.signature.ret), "'static");
            let _ = write!(
                code,
                " const D: {ret} = {}{}();",
                self.callee,
                self.turbofish()
            );
        }
        code
    }

    /// Question 1: called with the listed types, does it return the listed type?
    fn with_listed_types(&self, by_dot: bool) -> String {
        let mut generics = self.generics.clone();
        let mut ret = self.with_self(&self.signature.ret);
        let mut params: Vec<String> = Vec::new();
        let mut args: Vec<String> = Vec::new();
        if let Some(receiver) = self.signature.receiver_type() {
            if receiver.starts_with('&') && !receiver.starts_with("&'") {
                generics.push("'s".to_owned());
                ret = name_lifetimes(&ret, "'s");
            }
            params.push(format!(
                "s: {}",
                name_lifetimes(&self.with_self(&receiver), "'s")
            ));
            args.push("s".to_owned());
        }
        params.extend(self.params().map(|(name, ty)| format!("{name}: {ty}")));
        args.extend(self.params().map(|(name, _)| name));
        let call = self.written(by_dot, &args);
        let (ret, body) = if self.signature.is_async {
            (String::new(), format!("crate::future::<{ret}, _>({call});"))
        } else if ret.contains("impl ") {
            (format!(" -> {ret}"), call)
        } else {
            (
                format!(" -> crate::Exact<{ret}>"),
                format!("let r = crate::Exact({call}); r"),
            )
        };
        self.function("a", &generics, &params, &ret, &body)
    }

    /// Question 2: called by its path, are receiver and arguments of the listed types?
    fn by_path(&self) -> String {
        let mut takes = String::new();
        let mut checks = String::new();
        let mut args: Vec<String> = Vec::new();
        let receiver = self
            .signature
            .receiver_type()
            .map(|ty| ("s".to_owned(), self.with_self(&ty)));
        for (name, ty) in receiver.into_iter().chain(self.params()) {
            if !ty.contains("impl ") {
                let _ = write!(takes, "let ({name}, p{name}) = crate::any2(); ");
                let _ = write!(checks, "let _: core::marker::PhantomData<{ty}> = p{name}; ");
            }
            args.push(name);
        }
        let call = self.written(false, &args);
        let ret = self.with_self(&self.signature.ret);
        let body = if self.signature.is_async {
            format!("{takes}crate::future::<{ret}, _>({call}); {checks}")
        } else if ret.contains("impl ") {
            format!("{takes}let _ = {call}; {checks}")
        } else {
            format!("{takes}let r = crate::Exact({call}); {checks}let _: crate::Exact<{ret}> = r;")
        };
        self.function("b", &self.generics, &self.opaque_params(), "", &body)
    }

    /// Question 3: do all types follow from the function alone?
    fn inferred(&self) -> String {
        let receiver = self
            .signature
            .receiver
            .iter()
            .map(|_| "crate::any()".to_owned());
        let params = self.params().map(|(name, ty)| {
            if ty.contains("impl ") {
                name
            } else {
                "crate::any()".to_owned()
            }
        });
        let call = self.written(false, &receiver.chain(params).collect::<Vec<_>>());
        let call = format!("let _ = {call};");
        self.function("c", &self.generics, &self.opaque_params(), "", &call)
    }

    /// The parameters declared as `impl Trait`: their type is the caller's choice.
    fn opaque_params(&self) -> Vec<String> {
        let opaque = self.params().filter(|(_, ty)| ty.contains("impl "));
        opaque.map(|(name, ty)| format!("{name}: {ty}")).collect()
    }

    fn written(&self, by_dot: bool, args: &[String]) -> String {
        let turbofish = self.turbofish();
        if by_dot {
            return format!(
                "s.{}{turbofish}({})",
                self.signature.name,
                args[1..].join(", ")
            );
        }
        format!("{}{turbofish}({})", self.callee, args.join(", "))
    }

    fn function(
        &self,
        name: &str,
        generics: &[String],
        params: &[String],
        ret: &str,
        body: &str,
    ) -> String {
        let wheres: Vec<&str> = self.wheres.iter().map(String::as_str).collect();
        format!(
            "fn {name}{}({}){ret}{} {{ {body} }}",
            angle(generics),
            params.join(", "),
            where_clause(&wheres)
        )
    }
}

// ---------------------------------------------------------------------------------------------
// Compiling the probes
// ---------------------------------------------------------------------------------------------

/// What became of an item.
#[derive(Debug)]
enum Outcome {
    Held,
    Missing(String),
    Differs(String),
    NotProbed(String),
}

/// The probe crate.
struct Prober {
    folder: PathBuf,
    /// Removes the folder when dropped.
    _guard: Option<tempfile::TempDir>,
    target_dir: PathBuf,
}

/// An error message of the compiler about a probe.
struct Diagnostic {
    code: String,
    message: String,
}

impl Prober {
    /// Writes the manifest of the probe crate.
    fn new(args: &Args, items: &[Item]) -> Result<Self, String> {
        let subject = Subject::read(&args.krate)?;
        let guard = tempfile::Builder::new()
            .prefix("compare-api-")
            .tempdir()
            .map_err(|error| format!("cannot create a folder for the probes: {error}"))?;
        let folder = guard.path().to_owned();
        write(
            &folder.join("Cargo.toml"),
            &subject.manifest(&foreign_crates(items), args.reference.as_deref()),
        )?;
        let lock = subject.workspace.join("Cargo.lock");
        if lock.is_file() {
            fs::copy(&lock, folder.join("Cargo.lock"))
                .map_err(|e| format!("{}: {e}", lock.display()))?;
        }
        let target_dir = match &args.target_dir {
            Some(target_dir) => target_dir.clone(),
            None => default_target_dir()?.join("compare"),
        };
        let guard = if args.keep {
            println!("Probes: {}\n", guard.keep().display());
            None
        } else {
            Some(guard)
        };
        Ok(Prober {
            folder,
            _guard: guard,
            target_dir,
        })
    }

    /// Compiles the probes until none fails, blanking those that do.
    fn outcomes(&self, items: &[Item]) -> Result<Vec<Outcome>, String> {
        let mut outcomes: Vec<Outcome> = items
            .iter()
            .map(|item| {
                item.probe
                    .as_ref()
                    .err()
                    .map_or(Outcome::Held, |why| Outcome::NotProbed(why.clone()))
            })
            .collect();
        loop {
            self.write_probes(items, &outcomes)?;
            let failed = self.check()?;
            if failed.is_empty() {
                return Ok(outcomes);
            }
            for (line, diagnostic) in failed {
                let at = line.checked_sub(PRELUDE.lines().count() + 1);
                let place = at.and_then(|at| items.get(at).zip(outcomes.get_mut(at)));
                match place {
                    Some((item, outcome @ Outcome::Held)) => *outcome = diagnostic.outcome(item),
                    _ => {
                        return Err(format!(
                            "an error outside the probes: {}",
                            diagnostic.text()
                        ));
                    }
                }
            }
        }
    }

    /// Writes one line for each item: its probe, or nothing where that already failed.
    fn write_probes(&self, items: &[Item], outcomes: &[Outcome]) -> Result<(), String> {
        let mut source = PRELUDE.to_owned();
        for (item, outcome) in items.iter().zip(outcomes) {
            if let (Ok(probe), Outcome::Held) = (&item.probe, outcome) {
                let _ = write!(source, "mod p{} {{ {} }}", item.number, probe.code);
            }
            source.push('\n');
        }
        let folder = self.folder.join("src");
        fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        write(&folder.join("lib.rs"), &source)
    }

    /// Compiles the probe crate: the first error on each line that has any.
    fn check(&self) -> Result<BTreeMap<usize, Diagnostic>, String> {
        let output = cargo()
            .args([
                "check",
                "--quiet",
                "--message-format=json",
                "--manifest-path",
            ])
            .arg(self.folder.join("Cargo.toml"))
            .arg("--target-dir")
            .arg(&self.target_dir)
            .env("CARGO_INCREMENTAL", "0")
            .stderr(Stdio::piped())
            .output()
            .map_err(|error| format!("cannot run cargo: {error}"))?;
        let mut failed = BTreeMap::new();
        let mut others = String::new();
        for message in String::from_utf8_lossy(&output.stdout)
            .lines()
            .filter_map(compiler_error)
        {
            match probe_line(&message) {
                Some(line) => {
                    failed
                        .entry(line)
                        .or_insert_with(|| Diagnostic::new(&message["message"]));
                }
                None => {
                    others.push_str(message["message"]["rendered"].as_str().unwrap_or_default())
                }
            }
        }
        if failed.is_empty() && !output.status.success() {
            let log = String::from_utf8_lossy(&output.stderr);
            return Err(format!(
                "the probes did not compile, and not for an item:\n{others}{log}"
            ));
        }
        Ok(failed)
    }
}

/// The message in a line of cargo's output, if it is an error.
fn compiler_error(line: &str) -> Option<Value> {
    let message: Value = serde_json::from_str(line).ok()?;
    let is_error =
        message["reason"] == "compiler-message" && message["message"]["level"] == "error";
    is_error.then_some(message)
}

/// The line of the probe crate that an error is about: of its primary span, or else of any.
fn probe_line(message: &Value) -> Option<usize> {
    let is_probe = message["target"]["name"] == PROBE_CRATE.replace('-', "_");
    let spans = message["message"]["spans"]
        .as_array()
        .filter(|_| is_probe)?;
    let mut lines = spans
        .iter()
        .filter(|span| {
            span["file_name"]
                .as_str()
                .is_some_and(|file| file.ends_with("lib.rs"))
        })
        .filter_map(|span| Some((span["is_primary"] != true, span["line_start"].as_u64()?)))
        .filter(|(_, line)| *line > PRELUDE.lines().count() as u64)
        .collect::<Vec<_>>();
    lines.sort_unstable();
    lines
        .first()
        .and_then(|(_, line)| usize::try_from(*line).ok())
}

impl Diagnostic {
    fn new(message: &Value) -> Self {
        let text = message["message"].as_str().unwrap_or_default();
        let primary = message["spans"]
            .as_array()
            .into_iter()
            .flatten()
            .find(|span| span["is_primary"] == true);
        let label = primary
            .and_then(|span| span["label"].as_str())
            .map(str::trim)
            .unwrap_or_default();
        let separator = if label.is_empty() { "" } else { ": " };
        let first_lines = format!("{text}{separator}{label}");
        Diagnostic {
            code: message["code"]["code"]
                .as_str()
                .unwrap_or_default()
                .to_owned(),
            message: first_lines.split_whitespace().collect::<Vec<_>>().join(" "),
        }
    }

    /// The message with its code.
    fn text(self) -> String {
        match self.code.as_str() {
            "" => self.message,
            "ambiguous_glob_imports" | "E0659" => "another item goes by this name".to_owned(),
            code => format!("{code}: {}", self.message),
        }
    }

    /// Whether the error says that a name or an `impl` is not there, or that it is something else.
    fn outcome(self, item: &Item) -> Outcome {
        let no_such_name = [
            "E0026", "E0407", "E0405", "E0412", "E0423", "E0425", "E0432", "E0433", "E0531",
            "E0559", "E0576", "E0599", "E0603", "E0609", "E0616", "E0624", "E0220",
        ];
        let no_such_impl = item.kind == Kind::TraitImpl && self.code == "E0277";
        let missing = no_such_impl || no_such_name.contains(&self.code.as_str());
        if missing {
            Outcome::Missing(self.text())
        } else {
            Outcome::Differs(self.text())
        }
    }
}

/// Names of the crates that the probes mention, other than the standard library and the subject.
fn foreign_crates(items: &[Item]) -> BTreeSet<String> {
    let probes = items.iter().filter_map(|item| item.probe.as_ref().ok());
    let roots = probes.flat_map(|probe| paths(&probe.code).map(|(_, path)| root_of(path)));
    roots
        .filter(|root| root.starts_with(char::is_lowercase))
        .filter(|root| {
            ![
                "core", "alloc", "std", "crate", "self", "super", "both", SUBJECT, REFERENCE,
            ]
            .contains(root)
        })
        .map(str::to_owned)
        .collect()
}

/// What the probe crate needs to know of the crate in question.
struct Subject {
    name: String,
    folder: PathBuf,
    workspace: PathBuf,
    dependencies: Vec<Value>,
}

impl Subject {
    /// Asks cargo about the crate in `folder`.
    fn read(folder: &Path) -> Result<Self, String> {
        let folder = folder
            .canonicalize()
            .map_err(|error| format!("{}: {error}", folder.display()))?;
        let manifest = folder.join("Cargo.toml");
        let metadata = metadata(Some(&manifest))?;
        let packages = metadata["packages"]
            .as_array()
            .map(Vec::as_slice)
            .unwrap_or_default();
        let package = packages
            .iter()
            .find(|package| package["manifest_path"].as_str().map(Path::new) == Some(&manifest))
            .ok_or_else(|| format!("{} is not the manifest of a package", manifest.display()))?;
        Ok(Subject {
            name: package["name"].as_str().unwrap_or_default().to_owned(),
            workspace: PathBuf::from(metadata["workspace_root"].as_str().unwrap_or_default()),
            dependencies: package["dependencies"]
                .as_array()
                .cloned()
                .unwrap_or_default(),
            folder,
        })
    }

    /// The manifest of a crate that depends on the subject and on the crates its API names, the
    /// latter in the versions the subject asks for.
    fn manifest(&self, foreign: &BTreeSet<String>, reference: Option<&str>) -> String {
        let mut out = format!(
            "[package]\nname = \"{PROBE_CRATE}\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n\
             [lib]\npath = \"src/lib.rs\"\n\n[workspace]\n\n[dependencies]\n\
             {SUBJECT} = {{ package = {}, path = {} }}\n",
            Value::from(self.name.as_str()),
            Value::from(self.folder.to_string_lossy()),
        );
        if let Some(reference) = reference {
            let (name, version) = reference.split_once('@').unwrap_or((reference, "*"));
            let version = Value::from(format!("={version}").replace("=*", "*"));
            let _ = writeln!(
                out,
                "{REFERENCE} = {{ package = {}, version = {version} }}",
                Value::from(name)
            );
        }
        for name in foreign {
            let _ = writeln!(out, "{name} = {}", self.dependency(name));
        }
        out
    }

    fn dependency(&self, name: &str) -> String {
        let found = self.dependencies.iter().find(|dependency| {
            dependency["kind"].is_null()
                && dependency["name"]
                    .as_str()
                    .is_some_and(|it| it.replace('-', "_") == name)
        });
        let Some(dependency) = found else {
            return format!(
                "{{ package = {}, version = \"*\" }}",
                Value::from(name.replace('_', "-"))
            );
        };
        let from = match &dependency["path"] {
            Value::Null => String::new(),
            path => format!(", path = {path}"),
        };
        format!(
            "{{ package = {}, version = {}, features = {}{from} }}",
            dependency["name"], dependency["req"], dependency["features"]
        )
    }
}

/// `cargo`, the one that runs this command where there is one.
fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// What `cargo metadata` says of a workspace without its dependencies.
fn metadata(manifest: Option<&Path>) -> Result<Value, String> {
    let mut command = cargo();
    command.args(["metadata", "--no-deps", "--format-version=1"]);
    if let Some(manifest) = manifest {
        command.arg("--manifest-path").arg(manifest);
    }
    let output = command
        .output()
        .map_err(|error| format!("cannot run cargo: {error}"))?;
    if !output.status.success() {
        return Err(format!(
            "cargo metadata: {}",
            String::from_utf8_lossy(&output.stderr)
        ));
    }
    serde_json::from_slice(&output.stdout).map_err(|error| format!("cargo metadata: {error}"))
}

/// The target folder of the workspace this command runs in.
fn default_target_dir() -> Result<PathBuf, String> {
    let metadata = metadata(None)?;
    let folder = metadata["target_directory"]
        .as_str()
        .ok_or("cargo metadata names no target folder")?;
    Ok(PathBuf::from(folder))
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}

// ---------------------------------------------------------------------------------------------
// Report
// ---------------------------------------------------------------------------------------------

/// The table of items that are left out.
#[derive(Debug, Default)]
struct Skip {
    rows: Vec<Row>,
}

/// A row of the table.
#[derive(Debug)]
struct Row {
    /// What comes before the reason.
    entry: String,
    reason: String,
}

impl Skip {
    fn read(path: Option<&Path>) -> Result<Self, String> {
        let Some(path) = path else {
            return Ok(Skip::default());
        };
        let text = read(path)?;
        let rows = Self::parse(&text);
        let rows = rows.map_err(|row| format!("{}: no ` // reason` in `{row}`", path.display()))?;
        Ok(Skip { rows })
    }

    /// The rows of a table, or the one that has no reason.
    fn parse(text: &str) -> Result<Vec<Row>, &str> {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        let rows = lines.filter(|line| !line.starts_with('#') || line.starts_with("#["));
        rows.map(|row| {
            let (entry, reason) = row.split_once(" // ").ok_or(row)?;
            Ok(Row {
                entry: entry.trim().to_owned(),
                reason: reason.trim().to_owned(),
            })
        })
        .collect()
    }

    /// The row that leaves a failing item out.
    fn row(&self, item: &Item, outcome: &Outcome) -> Option<&Row> {
        let is_missing = matches!(outcome, Outcome::Missing(_));
        self.rows
            .iter()
            .find(|row| match row.entry.strip_prefix("names ") {
                Some(path) => is_missing && names(&item.text, path.trim()),
                None => row.entry == item.text.trim(),
            })
    }
}

/// Whether a line names a path or something in it.
fn names(line: &str, path: &str) -> bool {
    paths(line).any(|(_, it)| {
        it.strip_prefix(path)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
    })
}

/// Numbers of one kind of items.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    listed: usize,
    held: usize,
    loose: usize,
    missing: usize,
    differing: usize,
    not_probed: usize,
    left_out: usize,
}

/// The outcome, ready to print.
struct Report<'a> {
    counts: BTreeMap<Kind, Counts>,
    total: Counts,
    /// Failing items with what the compiler said.
    failing: Vec<(&'a Item, &'static str, &'a str)>,
    /// Rows of the skip table, with how many failing items each leaves out.
    left_out: Vec<(&'a Row, usize)>,
    loose: BTreeMap<&'static str, Vec<&'a Item>>,
    show_loose: bool,
}

impl<'a> Report<'a> {
    fn new(items: &'a [Item], outcomes: &'a [Outcome], skip: &'a Skip, show_loose: bool) -> Self {
        let mut report = Report {
            counts: BTreeMap::new(),
            total: Counts::default(),
            failing: Vec::new(),
            left_out: skip.rows.iter().map(|row| (row, 0)).collect(),
            loose: BTreeMap::new(),
            show_loose,
        };
        for (item, outcome) in items.iter().zip(outcomes) {
            report.add(item, outcome, skip);
        }
        report
    }

    fn add(&mut self, item: &'a Item, outcome: &'a Outcome, skip: &Skip) {
        self.count(item.kind, |counts| counts.listed += 1);
        let (state, message) = match outcome {
            Outcome::Held => return self.add_held(item),
            Outcome::Missing(message) => ("missing", message),
            Outcome::Differs(message) => ("differs", message),
            Outcome::NotProbed(message) => ("not probed", message),
        };
        if let Some(row) = skip.row(item, outcome) {
            self.count(item.kind, |counts| counts.left_out += 1);
            let used = self
                .left_out
                .iter_mut()
                .filter(|(it, _)| std::ptr::eq(*it, row));
            used.for_each(|(_, items)| *items += 1);
            return;
        }
        self.count(item.kind, |counts| match outcome {
            Outcome::Missing(_) => counts.missing += 1,
            Outcome::Differs(_) => counts.differing += 1,
            _ => counts.not_probed += 1,
        });
        self.failing.push((item, state, message));
    }

    fn add_held(&mut self, item: &'a Item) {
        self.count(item.kind, |counts| counts.held += 1);
        if let Some(why) = item.probe.as_ref().ok().and_then(|probe| probe.loose) {
            self.count(item.kind, |counts| counts.loose += 1);
            self.loose.entry(why).or_default().push(item);
        }
    }

    /// Counts in the row of a kind and in the sum.
    fn count(&mut self, kind: Kind, change: impl Fn(&mut Counts)) {
        change(self.counts.entry(kind).or_default());
        change(&mut self.total);
    }

    fn verdict(&self) -> Result<(), String> {
        if !self.failing.is_empty() {
            return Err(format!("{} listed items do not hold", self.failing.len()));
        }
        let stale = self
            .left_out
            .iter()
            .filter(|(_, items)| *items == 0)
            .count();
        if stale > 0 {
            return Err(format!("{stale} rows of the skip table leave nothing out"));
        }
        Ok(())
    }

    fn table(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "| Kind | Listed | Held | of these loosely | Missing | Differing | Not probed | Left out |"
        )?;
        writeln!(f, "|---|--:|--:|--:|--:|--:|--:|--:|")?;
        for (kind, counts) in &self.counts {
            row(f, kind.label(), counts)?;
        }
        row(f, "**all**", &self.total)
    }
}

fn row(f: &mut fmt::Formatter<'_>, label: &str, counts: &Counts) -> fmt::Result {
    let Counts {
        listed,
        held,
        loose,
        missing,
        differing,
        not_probed,
        left_out,
    } = counts;
    writeln!(
        f,
        "| {label} | {listed} | {held} | {loose} | {missing} | {differing} | {not_probed} | {left_out} |"
    )
}

impl fmt::Display for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.table(f)?;
        for (why, items) in &self.loose {
            writeln!(f, "\nChecked loosely ({}): {why}.", items.len())?;
            for item in items.iter().filter(|_| self.show_loose) {
                writeln!(f, "- line {}: `{}`", item.number, item.text)?;
            }
        }
        if !self.left_out.is_empty() {
            writeln!(f, "\nLeft out:")?;
        }
        for (row, items) in &self.left_out {
            writeln!(f, "- {items} by `{}`: {}", row.entry, row.reason)?;
        }
        for (item, state, message) in &self.failing {
            writeln!(
                f,
                "\nline {} {state}: `{}`\n    {message}",
                item.number, item.text
            )?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = "\
pub mod x
pub mod x::a
#[non_exhaustive] pub struct x::a::Thing
pub x::a::Thing::name: core::option::Option<alloc::string::String>
impl x::a::Thing
pub fn x::a::Thing::set<F>(self, F, &str) -> Self where F: core::ops::function::Fn(&u8) -> u8 + 'static
impl core::str::traits::FromStr for x::a::Thing
pub type x::a::Thing::Err = core::convert::Infallible
pub x::a::Error::Unhandled(x::hidden::Unhandled)
";

    fn items() -> Vec<Item> {
        parse_list(LIST, false).expect("the list has a root module")
    }

    fn code(at: usize) -> String {
        items()
            .remove(at)
            .probe
            .expect("this line has a probe")
            .code
    }

    #[test]
    fn kinds_of_lines() {
        let kinds: Vec<Kind> = items().iter().map(|item| item.kind).collect();
        assert_eq!(
            kinds,
            [
                Kind::Module,
                Kind::Module,
                Kind::Struct,
                Kind::Field,
                Kind::InherentImpl,
                Kind::InherentFunction,
                Kind::TraitImpl,
                Kind::AssociatedType,
                Kind::Variant,
            ]
        );
    }

    #[test]
    fn function_is_called_with_listed_types() {
        let code = code(5);
        assert!(code.starts_with(
            "fn a<F>(s: subject::a::Thing, a0: F, a1: &str) -> crate::Exact<subject::a::Thing> \
             where F: core::ops::Fn(&u8) -> u8 + 'static { let r = crate::Exact(s.set::<F>(a0, a1)); r }"
        ));
    }

    #[test]
    fn associated_type_is_asked_of_its_trait() {
        assert!(code(7).contains("<subject::a::Thing as core::str::FromStr>::Err"));
    }

    #[test]
    fn private_payload_is_only_matched() {
        let probe = items().remove(8).probe.expect("a pattern can be written");
        assert!(probe.loose.is_some());
        assert!(!probe.code.contains("hidden"));
    }

    #[test]
    fn rows_by_path() {
        let line = "pub fn x::Client::get_thing(&self) -> x::operation::get_thing::Builder";
        assert!(names(line, "x::operation::get_thing"));
        assert!(names(line, "x::Client::get_thing"));
        assert!(!names(line, "x::operation::get"));
    }

    #[test]
    fn receivers() {
        for receiver in [
            "self",
            "&self",
            "&mut self",
            "&'a self",
            "self: alloc::boxed::Box<Self>",
        ] {
            assert!(is_receiver(receiver), "{receiver}");
        }
        assert!(!is_receiver("&x::Self_"));
        assert!(!is_receiver("x::myself"));
    }

    #[test]
    fn elided_lifetimes_are_named() {
        assert_eq!(
            name_lifetimes("Cow<'_, &mut T> + &'static X", "'s"),
            "Cow<'s, &'s mut T> + &'static X"
        );
    }
}
