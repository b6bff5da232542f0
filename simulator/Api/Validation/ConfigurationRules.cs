using System.Text;
using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation;

/// <summary>Validation rules for ConfigMaps and Secrets.</summary>
internal static class ConfigurationRules
{
    private const int MaximumDataSize = 1024 * 1024;
    private const string Immutable = "field is immutable when `immutable` is set";

    private const string KeyRule =
        "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', "
        + "regex used for validation is '[-._a-zA-Z0-9]+')";

    public static void CheckConfigMap(Candidate candidate)
    {
        var (body, errors) = (candidate.Body, candidate.Errors);
        if (candidate.Current?.Body.Flag("immutable") == true)
        {
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
            data.Sum(entry => (long)Encoding.UTF8.GetByteCount(entry.Value?.ToString() ?? ""))
            + binary.Sum(entry => CountBytes(entry.Value?.ToString() ?? ""));
        if (size > MaximumDataSize)
        {
            errors.Add(FieldError.TooLong("", MaximumDataSize));
        }
    }

    public static void CheckSecret(Candidate candidate)
    {
        var (body, errors) = (candidate.Body, candidate.Errors);
        if (candidate.Changes("type"))
        {
            errors.Invalid("type", body.Text("type") ?? "", "field is immutable");
        }

        if (candidate.Current?.Body.Flag("immutable") == true)
        {
            if (!body.Flag("immutable"))
            {
                errors.Forbidden("immutable", Immutable);
            }

            if (candidate.Changes("data"))
            {
                errors.Forbidden("data", Immutable);
            }
        }

        var data = body.Map("data") ?? [];
        foreach (var key in data.Select(entry => entry.Key))
        {
            CheckKey(key, $"data[{key}]", errors);
        }

        if (data.Sum(entry => CountBytes(entry.Value?.ToString() ?? "")) > MaximumDataSize)
        {
            errors.Add(FieldError.TooLong("data", MaximumDataSize));
        }

        SecretTypeRules.Check(body, data, errors);
    }

    private static long CountBytes(string base64) => (base64.Length * 3L / 4) - base64.AsSpan().Count('=');

    public static void CheckKey(string key, string path, FieldErrors errors) => errors.InvalidAll(path, key, KeyProblems(key));

    /// <summary>Why a text is not a key of a ConfigMap or Secret.</summary>
    public static IEnumerable<string> KeyProblems(string key)
    {
        if (key.Length > 253)
        {
            yield return "must be no more than 253 characters";
        }

        if (key.Length == 0 || !key.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.'))
        {
            yield return KeyRule;
        }
        else if (key is "." or "..")
        {
            yield return $"must not be '{key}'";
        }
        else if (key.StartsWith("..", StringComparison.Ordinal))
        {
            yield return "must not start with '..'";
        }
    }
}
