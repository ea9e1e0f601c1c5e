//! Pages and the REST API over the use cases.
