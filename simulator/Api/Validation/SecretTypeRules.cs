using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation;

/// <summary>Validation rules for the data that the type of a Secret requires.</summary>
internal static class SecretTypeRules
{
    private const string AccountName = "kubernetes.io/service-account.name";

    public static void Check(JsonObject body, JsonObject data, FieldErrors errors)
    {
        switch (body.Text("type"))
        {
            case "kubernetes.io/service-account-token" when body.Text("metadata", "annotations", AccountName) is null or "":
                errors.Required($"metadata.annotations[{AccountName}]");
                break;
            case "kubernetes.io/dockercfg":
                CheckJson(data, ".dockercfg", errors);
                break;
            case "kubernetes.io/dockerconfigjson":
                CheckJson(data, ".dockerconfigjson", errors);
                break;
            case "kubernetes.io/basic-auth" when !data.ContainsKey("username") && !data.ContainsKey("password"):
                errors.Required("data[username]");
                errors.Required("data[password]");
                break;
            case "kubernetes.io/ssh-auth" when data.Text("ssh-privatekey") is null or "":
                errors.Required("data[ssh-privatekey]");
                break;
            case "kubernetes.io/tls":
                foreach (var key in new[] { "tls.crt", "tls.key" }.Where(key => !data.ContainsKey(key)))
                {
                    errors.Required($"data[{key}]");
                }

                break;
        }
    }

    private static void CheckJson(JsonObject data, string key, FieldErrors errors)
    {
        if (data.Text(key) is not { } value)
        {
            errors.Required($"data[{key}]");
            return;
        }

        if (FindProblem(Encoding.UTF8.GetString(Convert.FromBase64String(value))) is { } problem)
        {
            errors.Invalid($"data[{key}]", "<secret contents redacted>", problem);
        }
    }

    private static string? FindProblem(string text)
    {
        if (text.Trim().Length == 0)
        {
            return "unexpected end of JSON input";
        }

        try
        {
            return JsonNode.Parse(text) switch
            {
                null or JsonObject => null,
                JsonArray => "json: cannot unmarshal array into Go value of type map[string]interface {}",
                JsonValue other => $"json: cannot unmarshal {Name(other)} into Go value of type map[string]interface {{}}",
                _ => null,
            };
        }
        catch (JsonException error)
        {
            return Describe(text, (int)(error.BytePositionInLine ?? 0));
        }
    }

    private static string Name(JsonValue value) =>
        value.GetValueKind() switch
        {
            JsonValueKind.String => "string",
            JsonValueKind.Number => "number",
            _ => "bool",
        };

    private static string Describe(string text, int position)
    {
        if (position >= text.Length)
        {
            return "unexpected end of JSON input";
        }

        var context = position == 0 ? "looking for beginning of value" : "after top-level value";
        return text[..position].TrimStart() is ['{', ..]
            ? $"invalid character '{text[position]}' looking for beginning of object key string"
            : $"invalid character '{text[position]}' {context}";
    }
}
