//! What clients of a service do beyond its model. The service's documentation asks for it, no trait says
//! it, and the official clients do it too. A row is data; what its columns mean is no service's own.

/// What the clients of one service do beyond the model.
#[derive(Debug)]
pub(crate) struct Customization {
    /// The absolute shape id of the service.
    service: &'static str,
    /// Headers of every request: names in lower case, and values.
    pub(crate) headers: &'static [(&'static str, &'static str)],
    /// Text members of inputs, by their names in the model, and what they are when absent or empty.
    pub(crate) texts: &'static [(&'static str, &'static str)],
    /// Operations whose requests have the SHA-256 tree hash of their body.
    pub(crate) tree_hashed: &'static [&'static str],
}

static CUSTOMIZATIONS: &[Customization] = &[
    // https://docs.aws.amazon.com/apigateway/latest/api/API_GetRestApis.html
    Customization {
        service: "com.amazonaws.apigateway#BackplaneControlService",
        headers: &[("accept", "application/json")],
        ..NONE
    },
    // https://docs.aws.amazon.com/amazonglacier/latest/dev/api-common-request-headers.html
    Customization {
        service: "com.amazonaws.glacier#Glacier",
        headers: &[("x-amz-glacier-version", "2012-06-01")],
        texts: &[("accountId", "-")],
        tree_hashed: &["UploadArchive", "UploadMultipartPart"],
    },
];

const NONE: Customization = Customization {
    service: "",
    headers: &[],
    texts: &[],
    tree_hashed: &[],
};

/// What the clients of the service with the shape id `service` do beyond the model.
pub(crate) fn of(service: &str) -> &'static Customization {
    let row = CUSTOMIZATIONS.iter().find(|row| row.service == service);
    row.unwrap_or(const { &NONE })
}
