using System.Text.Json.Nodes;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Api.Validation;

/// <summary>Collects the validation errors of an object.</summary>
internal sealed class FieldErrors
{
    private readonly List<FieldError> _errors = [];

    public int Count => _errors.Count;

    public bool Any(Func<FieldError, bool> predicate) => _errors.Any(predicate);

    public void Add(FieldError error) => _errors.Add(error);

    public void Required(string path, string detail = "") => Add(FieldError.Required(path, detail));

    public void Invalid(string path, JsonNode? value, string detail) => Add(FieldError.Invalid(path, value, detail));

    /// <summary>Adds an error for each problem of a text.</summary>
    public void InvalidAll(string path, string text, IEnumerable<string> problems)
    {
        foreach (var problem in problems)
        {
            Invalid(path, text, problem);
        }
    }

    /// <summary>Checks that a text is one of the supported ones; an empty text is missing.</summary>
    public void CheckSupported(string path, string? value, params string[] supported) =>
        CheckSupported(path, value, isRequired: true, supported);

    /// <summary>Checks that a text is one of the supported ones.</summary>
    public void CheckSupported(string path, string? value, bool isRequired, params string[] supported)
    {
        if (isRequired && string.IsNullOrEmpty(value))
        {
            Required(path);
        }
        else if (!supported.Contains(value ?? ""))
        {
            NotSupported(path, value ?? "", supported);
        }
    }

    public void NotSupported(string path, JsonNode? value, params string[] supported) =>
        Add(FieldError.NotSupported(path, value, supported));

    public void Forbidden(string path, string detail) => Add(FieldError.Forbidden(path, detail));

    public void Duplicate(string path, JsonNode? value) => Add(FieldError.Duplicate(path, value));

    /// <exception cref="StatusException">There are errors.</exception>
    public void ThrowIfAny(ResourceKind kind, JsonObject body)
    {
        if (_errors.Count > 0)
        {
            throw FieldError.CreateException(kind.StoredAs.Group, kind.Kind, body.Text("metadata", "name") ?? "", _errors);
        }
    }
}
