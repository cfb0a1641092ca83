//! What the house says of its own interface: every operation, with what it takes.

use serde_json::{Map, Value, json};
use tests::{House, Visitor};

/// An id that nobody has.
const NOBODY: &str = "00000000-0000-7000-8000-000000000000";

/// One operation of the description.
pub struct Operation {
    /// The method.
    pub method: axum::http::Method,
    /// The path with its parameters in braces.
    pub pattern: String,
    /// The names of what may follow the question mark.
    pub queries: Vec<String>,
    /// The names of the headers it reads.
    pub headers: Vec<String>,
    /// The schema of its body.
    pub body: Option<Value>,
}

/// All operations a house describes.
pub async fn operations(visitor: &Visitor) -> Vec<Operation> {
    let document = visitor.get("/api/openapi.json").await.expect(200).json();
    let mut operations = Vec::new();
    for (pattern, methods) in document["paths"].as_object().expect("paths") {
        for (method, operation) in methods.as_object().expect("methods") {
            let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
            let named = |place: &str| {
                let names = parameters.iter().filter(|it| it["in"] == place).map(|it| it["name"].as_str());
                names.map(|name| name.expect("a name").to_owned()).collect()
            };
            let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
            let body = schema["$ref"].as_str().map(|reference| resolved(&document, reference));
            let method = method.to_uppercase().parse().expect("a method");
            let (queries, headers) = (named("query"), named("header"));
            operations.push(Operation { method, pattern: pattern.clone(), queries, headers, body });
        }
    }
    assert!(operations.len() > 20, "the description is there");
    operations
}

fn resolved(document: &Value, reference: &str) -> Value {
    let name = reference.rsplit('/').next().expect("a name");
    let schema = document["components"]["schemas"][name].clone();
    // Of a body that comes in several shapes the first one stands for all.
    schema["oneOf"].get(0).cloned().unwrap_or(schema)
}

impl Operation {
    /// How it is called where something is wrong with it.
    pub fn name(&self) -> String {
        format!("{} {}", self.method, self.pattern)
    }

    /// The path with a value in each place; `{position}` and `{version}` take numbers, `{space}` a word, the others ids.
    pub fn path(&self) -> String {
        self.pattern
            .replace("{position}", "1")
            .replace("{version}", "1")
            .replace("{space}", "own")
            .replace("{id}", NOBODY)
            .replace("{account}", NOBODY)
    }

    /// The path with something else in its place; `None` where it has none.
    pub fn path_with(&self, value: &str) -> Option<String> {
        let mut path = self.pattern.clone();
        for place in ["{position}", "{version}", "{space}", "{account}", "{id}"] {
            path = path.replace(place, value);
        }
        (path != self.pattern).then_some(path)
    }

    /// What its body may hold, by name.
    pub fn properties(&self) -> Map<String, Value> {
        self.body.as_ref().map_or_else(Map::new, |body| body["properties"].as_object().expect("properties").clone())
    }

    /// What its body must hold.
    pub fn required(&self) -> Vec<String> {
        let required = self.body.as_ref().and_then(|body| body["required"].as_array());
        required.into_iter().flatten().map(|name| name.as_str().expect("a name").to_owned()).collect()
    }

    /// A body in which all that must be there is of the right kind; what is optional is left out.
    pub fn sample(&self) -> Map<String, Value> {
        let value = |name: &str| match name {
            "email" => json!("somebody@mail.example"),
            "role" => json!("viewer"),
            "least" => json!("notice"),
            "context" => json!("identity"),
            "kind" => json!("password"),
            _ => json!("a long enough word"),
        };
        self.required().into_iter().map(|name| (name.clone(), value(&name))).collect()
    }
}

/// A founded house, its admin, and what it describes.
pub async fn described() -> (House, Visitor, Vec<Operation>) {
    let (house, admin, _) = House::founded().await;
    let operations = operations(&admin).await;
    house.settle().await;
    (house, admin, operations)
}
