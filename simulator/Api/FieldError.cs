using System.Text.Json.Nodes;

namespace Infra.Simulator.Api;

/// <summary>A validation error of a field, with Kubernetes' message.</summary>
/// <param name="Reason">The cause's reason, such as <c>FieldValueInvalid</c>.</param>
/// <param name="Path">The field, such as <c>spec.containers[0].image</c>.</param>
/// <param name="Message">The message without the path.</param>
internal sealed record FieldError(string Reason, string Path, string Message)
{
    public static FieldError Required(string path, string detail = "") =>
        new("FieldValueRequired", path, WithDetail("Required value", detail));

    public static FieldError Invalid(string path, JsonNode? value, string detail) =>
        new("FieldValueInvalid", path, WithDetail("Invalid value: " + Quote(value), detail));

    /// <summary>An error that does not show the value.</summary>
    public static FieldError InvalidWithoutValue(string path, string detail) =>
        new("FieldValueInvalid", path, WithDetail("Invalid value", detail));

    public static FieldError NotSupported(string path, JsonNode? value, params IEnumerable<string> supported) =>
        new(
            "FieldValueNotSupported",
            path,
            $"Unsupported value: {Quote(value)}: supported values: {string.Join(", ", supported.Select(one => $"\"{one}\""))}"
        );

    public static FieldError Forbidden(string path, string detail) => new("FieldValueForbidden", path, WithDetail("Forbidden", detail));

    public static FieldError Duplicate(string path, JsonNode? value, string detail = "") =>
        new("FieldValueDuplicate", path, WithDetail("Duplicate value: " + Quote(value), detail));

    public static FieldError NotFound(string path, JsonNode? value) => new("FieldValueNotFound", path, "Not found: " + Quote(value));

    public static FieldError TooLong(string path, int maximum) =>
        new("FieldValueTooLong", path, $"Too long: may not be more than {maximum} bytes");

    public static FieldError TooMany(string path, int actual, int maximum) =>
        new("FieldValueTooMany", path, $"Too many: {actual}: must have at most {maximum} items");

    public static FieldError TypeInvalid(string path, JsonNode? value, string detail) =>
        new("FieldValueTypeInvalid", path, WithDetail("Invalid value: " + Quote(value), detail));

    /// <summary>Creates the Invalid status of an object with its errors.</summary>
    public static StatusException CreateException(string group, string kind, string name, IReadOnlyList<FieldError> errors)
    {
        var texts = errors.Select(error => error.ToString()).Distinct().ToList();
        var kindAndGroup = group.Length == 0 ? kind : $"{kind}.{group}";
        var details = new JsonObject();
        if (name.Length > 0)
        {
            details["name"] = name;
        }

        if (group.Length > 0)
        {
            details["group"] = group;
        }

        if (kind.Length > 0)
        {
            details["kind"] = kind;
        }

        details["causes"] = new JsonArray([
            .. errors.Select(error => new JsonObject
            {
                ["reason"] = error.Reason,
                ["message"] = error.Message,
                ["field"] = error.Path,
            }),
        ]);
        var all = texts.Count == 1 ? texts[0] : $"[{string.Join(", ", texts)}]";
        return new StatusException(422, StatusReason.Invalid, $"{kindAndGroup} \"{name}\" is invalid: {all}", details);
    }

    /// <summary>Creates the Invalid status of a request's options.</summary>
    public static StatusException CreateOptionException(string optionsKind, FieldError error) =>
        CreateException("meta.k8s.io", optionsKind, "", [error]);

    public override string ToString() => $"{Path}: {Message}";

    private static string WithDetail(string head, string detail) => detail.Length == 0 ? head : $"{head}: {detail}";

    private static string Quote(JsonNode? value) => value is null ? "null" : value.ToJsonString(RelaxedJson.Options);
}
