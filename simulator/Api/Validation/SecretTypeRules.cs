using System.Text;
using System.Text.Json.Nodes;
using Infra.Simulator.Api.Decoding;
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
        if (GoJson.FindError(Encoding.UTF8.GetBytes(text)) is { } problem)
        {
            return problem;
        }

        return GoJson.Parse(text) is var json and not (null or JsonObject)
            ? $"json: cannot unmarshal {GoJson.NameOf(json)} into Go value of type map[string]interface {{}}"
            : null;
    }
}
