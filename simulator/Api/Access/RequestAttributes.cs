namespace Infra.Simulator.Api.Access;

/// <summary>What a user asks to do, as authorization sees it.</summary>
internal sealed record RequestAttributes
{
    public required UserInfo User { get; init; }

    /// <summary>The verb of the API; for a non-resource URL, the lower-case method.</summary>
    public required string Verb { get; init; }

    /// <summary>Whether the request is for a resource; otherwise it is for the URL <see cref="Path"/>.</summary>
    public required bool IsResource { get; init; }

    public string Group { get; init; } = "";

    public string Resource { get; init; } = "";

    public string Subresource { get; init; } = "";

    public string Namespace { get; init; } = "";

    public string Name { get; init; } = "";

    public string Path { get; init; } = "";

    /// <summary>The resource with its subresource, as in <c>pods/log</c>.</summary>
    public string CombinedResource => Subresource.Length == 0 ? Resource : $"{Resource}/{Subresource}";

    /// <summary>Creates the error of a request that is not allowed.</summary>
    /// <param name="reason">The authorizer's reason; empty for none.</param>
    public StatusException CreateForbidden(string reason)
    {
        var message = Escape(Describe()) + (reason.Length == 0 ? "" : $": {reason}");
        return Resource.Length == 0
            ? new StatusException(403, StatusReason.Forbidden, $"forbidden: {message}", CreateDetails())
            : StatusException.Forbidden(new Objects.GroupResource(Group, Resource), Name, message);
    }

    private string Describe()
    {
        var user = GoFormat.Quote(User.Name);
        if (!IsResource)
        {
            return $"User {user} cannot {Verb} path {GoFormat.Quote(Path)}";
        }

        var scope = Namespace.Length == 0 ? "at the cluster scope" : $"in the namespace {GoFormat.Quote(Namespace)}";
        return $"User {user} cannot {Verb} resource {GoFormat.Quote(CombinedResource)} in API group {GoFormat.Quote(Group)} {scope}";
    }

    private System.Text.Json.Nodes.JsonObject CreateDetails() => Name.Length == 0 ? [] : new() { ["name"] = Name };

    /// <summary>Escapes what could be read as HTML.</summary>
    private static string Escape(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal);
}
