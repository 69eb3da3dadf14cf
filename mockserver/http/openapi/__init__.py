"""Views of the OpenAPI document: for connexion, for Swagger UI, for validation, as samples."""
