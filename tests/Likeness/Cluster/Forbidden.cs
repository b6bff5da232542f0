using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Likeness.Cluster;

/// <summary>The answer to a user without rights: only discovery is allowed.</summary>
internal static class Forbidden
{
    private const string User = "plain-user";

    /// <summary>The Status that refuses a request; null if it is allowed.</summary>
    public static JsonObject? Explain(HttpRequest request)
    {
        string[] parts = (request.Path.Value ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries);
        var (group, path) = parts switch
        {
            ["api", _, .. var rest] => ("", rest),
            ["apis", var name, _, .. var rest] => (name, rest),
            _ => ("", []),
        };
        if (path.Length == 0)
        {
            return null;
        }

        var inNamespace = path is ["namespaces", var scope, _, ..] ? scope : null;
        string[] target = inNamespace is null ? path : path[2..];
        var (resource, name2) = (target[0], target.Length > 1 ? target[1] : null);
        var verb = request.Method switch
        {
            "POST" => "create",
            "PUT" => "update",
            "PATCH" => "patch",
            "DELETE" => "delete",
            _ when name2 is not null => "get",
            _ when request.Query["watch"] == "true" => "watch",
            _ => "list",
        };
        var subject = name2 is null ? $"{Qualified()} is forbidden" : $"{Qualified()} \"{name2}\" is forbidden";
        var place = inNamespace is null ? "at the cluster scope" : $"in the namespace \"{inNamespace}\"";
        return new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject(),
            ["status"] = "Failure",
            ["message"] = $"{subject}: User \"{User}\" cannot {verb} resource \"{resource}\" in API group \"{group}\" {place}",
            ["reason"] = "Forbidden",
            ["details"] = new JsonObject
            {
                ["name"] = name2,
                ["group"] = group,
                ["kind"] = resource,
            },
            ["code"] = StatusCodes.Status403Forbidden,
        };

        string Qualified() => group.Length == 0 ? resource : $"{resource}.{group}";
    }
}
