//! Links as the people of the house see them. What whoever holds one sees is `api/documents/share`.

pub mod make;
pub mod shown;
