using Infra.Simulator.Api.Access;
using Microsoft.AspNetCore.Http;

namespace Infra.Simulator.Api.Http;

/// <summary>Reads from requests what authorization decides on.</summary>
internal static class RequestAttributesReading
{
    public static RequestAttributes ReadAttributes(this HttpRequest request, UserInfo user)
    {
        var path = request.Path.Value ?? "/";
        var method = request.Method;
        var parts = path.Trim('/').Split('/');
        var isGroupless = parts[0] == "api";
        if (!(isGroupless ? parts.Length >= 3 : parts[0] == "apis" && parts.Length >= 4))
        {
            return new RequestAttributes
            {
                User = user,
                Verb = method.ToLowerInvariant(),
                IsResource = false,
                Path = path,
            };
        }

        var rest = parts.AsSpan(isGroupless ? 2 : 3);
        var verb = GetVerb(method);
        if (rest[0] is "watch" or "proxy" && rest.Length > 1)
        {
            verb = rest[0];
            rest = rest[1..];
        }

        var inNamespace = rest[0] == "namespaces" && rest.Length > 1 ? rest[1] : "";
        if (inNamespace.Length > 0 && rest.Length > 2 && rest[2] is not ("status" or "finalize"))
        {
            rest = rest[2..];
        }

        var name = rest.Length > 1 ? rest[1] : "";
        if (name.Length == 0 && verb == "get")
        {
            verb = IsWatch(request) ? "watch" : "list";
            name = FindNameInSelector(request);
        }
        else if (name.Length == 0 && verb == "delete")
        {
            verb = "deletecollection";
        }

        return new RequestAttributes
        {
            User = user,
            Verb = verb,
            IsResource = true,
            Group = isGroupless ? "" : parts[1],
            Resource = rest[0],
            Subresource = rest.Length > 2 && verb != "proxy" ? rest[2] : "",
            Namespace = inNamespace,
            Name = name,
            Path = path,
        };
    }

    private static string GetVerb(string method) =>
        method switch
        {
            "POST" => "create",
            "GET" or "HEAD" => "get",
            "PUT" => "update",
            "PATCH" => "patch",
            "DELETE" => "delete",
            _ => "",
        };

    private static bool IsWatch(HttpRequest request) =>
        request.Query["watch"] is [var first, ..] && first?.ToLowerInvariant() is not ("false" or "0");

    /// <summary>Returns the name that <c>metadata.name=NAME</c> selects; empty for none.</summary>
    private static string FindNameInSelector(HttpRequest request)
    {
        const string Field = "metadata.name=";
        foreach (var term in request.Query["fieldSelector"].ToString().Split(','))
        {
            var normalized = term.Replace("==", "=", StringComparison.Ordinal);
            if (normalized.StartsWith(Field, StringComparison.Ordinal) && IsSegment(normalized[Field.Length..]))
            {
                return normalized[Field.Length..];
            }
        }

        return "";
    }

    private static bool IsSegment(string name) => name is not ("" or "." or "..") && name.AsSpan().IndexOfAny('/', '%') < 0;
}
