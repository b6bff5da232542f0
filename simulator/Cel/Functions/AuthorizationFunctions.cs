using Infra.Simulator.Cel.Values;

namespace Infra.Simulator.Cel.Functions;

/// <summary>What an expression asks the authorizer.</summary>
internal sealed record AuthorizationQuery
{
    /// <summary>The service account that is asked about instead of the request's user: its namespace and name.</summary>
    public (string Namespace, string Name)? ServiceAccount { get; init; }

    /// <summary>The URL; empty for a resource.</summary>
    public string Path { get; init; } = "";

    public string Group { get; init; } = "";

    public string Resource { get; init; } = "";

    public string Subresource { get; init; } = "";

    public string Namespace { get; init; } = "";

    public string Name { get; init; } = "";

    public string Verb { get; init; } = "";
}

/// <summary>The answer of the authorizer.</summary>
internal sealed record AuthorizationDecision(bool IsAllowed, string Reason) : ICelOpaque
{
    public string TypeName => "kubernetes.authorization.Decision";
}

/// <summary>A check under construction, from <c>authorizer</c> to the call of <c>check</c>.</summary>
/// <param name="TypeName">Its type.</param>
/// <param name="Query">What is known so far.</param>
/// <param name="Authorize">Asks the authorizer.</param>
internal sealed record AuthorizationCheck(
    string TypeName,
    AuthorizationQuery Query,
    Func<AuthorizationQuery, AuthorizationDecision> Authorize
) : ICelOpaque
{
    public const string Authorizer = "kubernetes.authorization.Authorizer";
    public const string PathCheck = "kubernetes.authorization.PathCheck";
    public const string GroupCheck = "kubernetes.authorization.GroupCheck";
    public const string ResourceCheck = "kubernetes.authorization.ResourceCheck";
}

/// <summary>Functions of the authorizer.</summary>
internal static class AuthorizationFunctions
{
    public static Dictionary<string, Func<object?[], object?>> All { get; } =
        new()
        {
            ["path"] = values => Step(values, AuthorizationCheck.PathCheck, (query, text) => query with { Path = text }, "path"),
            ["group"] = values => Step(values, AuthorizationCheck.GroupCheck, (query, text) => query with { Group = text }),
            ["resource"] = values =>
                Step(values, AuthorizationCheck.ResourceCheck, (query, text) => query with { Resource = text }, "resource"),
            ["subresource"] = values => Step(values, AuthorizationCheck.ResourceCheck, (query, text) => query with { Subresource = text }),
            ["namespace"] = values => Step(values, AuthorizationCheck.ResourceCheck, (query, text) => query with { Namespace = text }),
            ["name"] = values => Step(values, AuthorizationCheck.ResourceCheck, (query, text) => query with { Name = text }),
            ["fieldSelector"] = values => Step(values, AuthorizationCheck.ResourceCheck, (query, _) => query),
            ["labelSelector"] = values => Step(values, AuthorizationCheck.ResourceCheck, (query, _) => query),
            ["serviceAccount"] = values =>
                values is [AuthorizationCheck check, string inNamespace, string name]
                    ? check with
                    {
                        Query = check.Query with { ServiceAccount = (inNamespace, name) },
                    }
                    : CelError.NoSuchOverload,
            ["check"] = values =>
                values is [AuthorizationCheck check, string verb]
                    ? check.Authorize(check.Query with { Verb = verb })
                    : CelError.NoSuchOverload,
            ["allowed"] = values => Read(values, decision => decision.IsAllowed),
            ["reason"] = values => Read(values, decision => decision.Reason),
            ["errored"] = values => Read(values, _ => false),
            ["error"] = values => Read(values, _ => ""),
        };

    private static object Step(
        object?[] values,
        string type,
        Func<AuthorizationQuery, string, AuthorizationQuery> change,
        string? required = null
    )
    {
        return values switch
        {
            [AuthorizationCheck, ""] when required is not null => new CelError($"{required} must not be empty"),
            [AuthorizationCheck check, string text] => check with { TypeName = type, Query = change(check.Query, text) },
            _ => CelError.NoSuchOverload,
        };
    }

    private static object Read(object?[] values, Func<AuthorizationDecision, object> read) =>
        values is [AuthorizationDecision decision] ? read(decision) : CelError.NoSuchOverload;
}
