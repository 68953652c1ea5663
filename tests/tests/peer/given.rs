//! The operations, and what a case gives to their members.

/// One operation of the service at its launch.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Operation {
    /// The name in the model.
    pub(crate) name: &'static str,
    /// The members that go into the path.
    pub(crate) labels: &'static [&'static str],
}

/// Kinds of members in a request's body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Member {
    /// Any text.
    Text,
    /// A resource's configuration: structures, lists, enumerations, and numbers with a fraction.
    Structure,
    /// A whole number.
    Whole,
    /// A truth value.
    Truth,
}

impl Operation {
    /// Whether the body has members of this kind.
    pub(crate) fn sends(self, member: Member) -> bool {
        let of_api = self.name.ends_with("BackendAPI");
        let of_auth = matches!(self.name, "CreateBackendAuth" | "UpdateBackendAuth");
        match member {
            Member::Structure => of_api || of_auth,
            Member::Whole => self.name == "ListBackendJobs",
            Member::Truth => of_auth || self.name == "RemoveAllBackends",
            Member::Text => !matches!(
                self.name,
                "CreateToken"
                    | "DeleteBackend"
                    | "DeleteToken"
                    | "GetBackendJob"
                    | "GetToken"
                    | "RemoveAllBackends"
                    | "RemoveBackendConfig"
            ),
        }
    }
}

const NO_LABEL: &[&str] = &[];
const APP: &[&str] = &["app_id"];
const APP_AND_ENVIRONMENT: &[&str] = &["app_id", "backend_environment_name"];
const APP_AND_SESSION: &[&str] = &["app_id", "session_id"];
const JOB: &[&str] = &["app_id", "backend_environment_name", "job_id"];

/// All operations of the launch.
pub(crate) const OPERATIONS: [Operation; 24] = [
    operation("CloneBackend", APP_AND_ENVIRONMENT),
    operation("CreateBackend", NO_LABEL),
    operation("CreateBackendAPI", APP),
    operation("CreateBackendAuth", APP),
    operation("CreateBackendConfig", APP),
    operation("CreateToken", APP),
    operation("DeleteBackend", APP_AND_ENVIRONMENT),
    operation("DeleteBackendAPI", APP_AND_ENVIRONMENT),
    operation("DeleteBackendAuth", APP_AND_ENVIRONMENT),
    operation("DeleteToken", APP_AND_SESSION),
    operation("GenerateBackendAPIModels", APP_AND_ENVIRONMENT),
    operation("GetBackend", APP),
    operation("GetBackendAPI", APP_AND_ENVIRONMENT),
    operation("GetBackendAPIModels", APP_AND_ENVIRONMENT),
    operation("GetBackendAuth", APP_AND_ENVIRONMENT),
    operation("GetBackendJob", JOB),
    operation("GetToken", APP_AND_SESSION),
    operation("ListBackendJobs", APP_AND_ENVIRONMENT),
    operation("RemoveAllBackends", APP),
    operation("RemoveBackendConfig", APP),
    operation("UpdateBackendAPI", APP_AND_ENVIRONMENT),
    operation("UpdateBackendAuth", APP_AND_ENVIRONMENT),
    operation("UpdateBackendConfig", APP),
    operation("UpdateBackendJob", JOB),
];

const fn operation(name: &'static str, labels: &'static [&'static str]) -> Operation {
    Operation { name, labels }
}

/// Which members of an input a case sets, and to what.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Give {
    /// Every member of the launch, nested ones and two items in every list included.
    Everything,
    /// The members of the path.
    Labels,
    /// The required members, nested ones included.
    Required,
    /// No member at all.
    Nothing,
    /// The required members without this one.
    Without(&'static str),
    /// The required members, this one with an empty text.
    Empty(&'static str),
    /// Every member, this text in all members of the path.
    Label(&'static str),
    /// Every member, this text in all members of the body.
    Text(&'static str),
    /// Every member, this value in all numbers with a fraction.
    Double(f64),
    /// Every member, this value in all whole numbers.
    Whole(i32),
    /// Every member, `false` in all truth values.
    False,
    /// Every member, a value that the model does not know in all enumerations.
    UnknownValues,
    /// Every member, all lists and structures empty.
    Hollow,
}

impl Give {
    /// The value of a member of the path.
    pub(crate) fn label(self, name: &'static str) -> Option<String> {
        match self {
            Self::Nothing => None,
            Self::Label(text) => Some(text.to_owned()),
            Self::Labels => Some(name.to_owned()),
            Self::Without(absent) if absent == name => None,
            Self::Empty(empty) if empty == name => Some(String::new()),
            _ => Some(format!("{name} a/b c?é&#%25+~:@!$'()*,;=[]🚀")),
        }
    }

    /// The text of a required member of the body.
    pub(crate) fn required(self, name: &'static str) -> Option<String> {
        self.requires().then(|| self.text(name))
    }

    /// The text of an optional member of the body.
    pub(crate) fn optional(self, name: &'static str) -> Option<String> {
        self.all().then(|| self.text(name))
    }

    /// A text for a member of the body, hard to quote.
    pub(crate) fn text(self, name: &str) -> String {
        match self {
            Self::Text(text) => text.to_owned(),
            _ => format!("{name} \"quoted\" \\ / \n\t é 🚀 </script>"),
        }
    }

    /// The value of an enumeration.
    pub(crate) fn choice<T: From<&'static str>>(self, known: &'static str) -> T {
        T::from(if matches!(self, Self::UnknownValues) {
            "NEW \"VALUE\""
        } else {
            known
        })
    }

    /// A number with a fraction.
    pub(crate) fn double(self) -> f64 {
        if let Self::Double(value) = self {
            value
        } else {
            1_606_780_800.25
        }
    }

    /// A whole number.
    pub(crate) fn whole(self) -> i32 {
        if let Self::Whole(value) = self {
            value
        } else {
            25
        }
    }

    /// A truth value.
    pub(crate) fn truth(self) -> bool {
        !matches!(self, Self::False)
    }

    /// The items of a list.
    pub(crate) fn items<T>(self, items: impl IntoIterator<Item = T>) -> Vec<T> {
        if matches!(self, Self::Hollow) {
            Vec::new()
        } else {
            items.into_iter().collect()
        }
    }

    /// Whether optional members are set.
    pub(crate) fn all(self) -> bool {
        !matches!(
            self,
            Self::Labels | Self::Required | Self::Nothing | Self::Without(_) | Self::Empty(_)
        )
    }

    /// Whether required members are set.
    pub(crate) fn requires(self) -> bool {
        !matches!(self, Self::Labels | Self::Nothing)
    }

    /// Whether the members inside structures are set.
    pub(crate) fn fills(self) -> bool {
        !matches!(self, Self::Hollow)
    }
}
