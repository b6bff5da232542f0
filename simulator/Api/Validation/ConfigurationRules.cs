using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation;

/// <summary>Validation rules for ConfigMaps and Secrets.</summary>
internal static class ConfigurationRules
{
    private const int MaximumDataSize = 1024 * 1024;
    private const string Immutable = "field is immutable when `immutable` is set";

    private const string KeyRule =
        "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for "
        + "validation is '[-._a-zA-Z0-9]+')";

    private static readonly Dictionary<string, string[]> _requiredKeys = new()
    {
        ["kubernetes.io/tls"] = ["tls.crt", "tls.key"],
        ["kubernetes.io/dockerconfigjson"] = [".dockerconfigjson"],
        ["kubernetes.io/dockercfg"] = [".dockercfg"],
        ["kubernetes.io/ssh-auth"] = ["ssh-privatekey"],
    };

    public static void CheckConfigMap(Candidate candidate)
    {
        var (body, errors) = (candidate.Body, candidate.Errors);
        var (data, binary) = (body.Map("data") ?? [], body.Map("binaryData") ?? []);
        foreach (var key in data.Select(entry => entry.Key))
        {
            CheckKey(key, $"data[{key}]", errors);
            if (binary.ContainsKey(key))
            {
                errors.Invalid($"data[{key}]", key, "duplicate of key present in binaryData");
            }
        }
        foreach (var key in binary.Select(entry => entry.Key))
        {
            CheckKey(key, $"binaryData[{key}]", errors);
        }

        var size =
            data.Sum(entry => (long)(entry.Value?.ToString().Length ?? 0))
            + binary.Sum(entry => (entry.Value?.ToString().Length ?? 0) * 3L / 4);
        if (size > MaximumDataSize)
        {
            errors.Add(FieldError.TooLong("", MaximumDataSize));
        }

        if (candidate.Current?.Body.Flag("immutable") != true)
        {
            return;
        }

        if (!body.Flag("immutable"))
        {
            errors.Forbidden("immutable", Immutable);
        }

        foreach (var field in (ReadOnlySpan<string>)["data", "binaryData"])
        {
            if (candidate.Changes(field))
            {
                errors.Forbidden(field, Immutable);
            }
        }
    }

    public static void CheckSecret(Candidate candidate)
    {
        var (body, errors) = (candidate.Body, candidate.Errors);
        var data = body.Map("data") ?? [];
        var type = body.Text("type") ?? "";
        foreach (var key in data.Select(entry => entry.Key))
        {
            CheckKey(key, $"data[{key}]", errors);
        }

        if (data.Sum(entry => (entry.Value?.ToString().Length ?? 0) * 3L / 4) > MaximumDataSize)
        {
            errors.Add(FieldError.TooLong("data", MaximumDataSize));
        }

        foreach (var key in _requiredKeys.GetValueOrDefault(type, []).Where(key => !data.ContainsKey(key)))
        {
            errors.Required($"data[{key}]");
        }

        if (type == "kubernetes.io/basic-auth" && !data.ContainsKey("username") && !data.ContainsKey("password"))
        {
            errors.Required("data[username]");
            errors.Required("data[password]");
        }
        if (candidate.Changes("type"))
        {
            errors.Invalid("type", type, "field is immutable");
        }

        if (candidate.Current?.Body.Flag("immutable") != true)
        {
            return;
        }

        if (!body.Flag("immutable"))
        {
            errors.Forbidden("immutable", Immutable);
        }

        if (candidate.Changes("data"))
        {
            errors.Forbidden("data", Immutable);
        }
    }

    public static void CheckKey(string key, string path, FieldErrors errors)
    {
        if (key.Length > 253)
        {
            errors.Invalid(path, key, "must be no more than 253 characters");
        }

        if (key.Length == 0 || !key.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.'))
        {
            errors.Invalid(path, key, KeyRule);
        }
        else if (key is "." or ".." || key.StartsWith("..", StringComparison.Ordinal))
        {
            errors.Invalid(path, key, key is "." or ".." ? $"must not be '{key}'" : "must not start with '..'");
        }
    }
}
