namespace Infra.Engine.Kubernetes.Client;

/// <summary>A type of object.</summary>
/// <param name="Group">The API group, "" for the core group.</param>
/// <param name="Version">The version, e.g. <c>v1</c>.</param>
/// <param name="Kind">The kind, e.g. <c>Deployment</c>.</param>
internal readonly record struct GroupVersionKind(string Group, string Version, string Kind)
{
    /// <summary>As objects say it: <c>apps/v1</c>, <c>v1</c>.</summary>
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>Takes an object's <c>apiVersion</c> and <c>kind</c> apart. The core group's alias <c>core/v1</c> is understood.</summary>
    public static GroupVersionKind Parse(string apiVersion, string kind)
    {
        var slash = apiVersion.IndexOf('/', StringComparison.Ordinal);
        var group = slash < 0 ? "" : apiVersion[..slash];
        return new GroupVersionKind(group == "core" ? "" : group, apiVersion[(slash + 1)..], kind);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{ApiVersion} {Kind}";
}

/// <summary>How a type of object is served.</summary>
/// <param name="Type">The type.</param>
/// <param name="Plural">Its name in paths, e.g. <c>deployments</c>.</param>
/// <param name="IsNamespaced">Whether its objects live in namespaces.</param>
internal sealed record ApiResource(GroupVersionKind Type, string Plural, bool IsNamespaced)
{
    private string Root => Type.Group.Length == 0 ? $"api/{Type.Version}" : $"apis/{Type.Group}/{Type.Version}";

    /// <summary>The path of its objects in a namespace, or of all if <paramref name="namespace"/> is "" or they are cluster-scoped.</summary>
    public string CollectionPath(string @namespace) =>
        IsNamespaced && @namespace.Length > 0 ? $"{Root}/namespaces/{Uri.EscapeDataString(@namespace)}/{Plural}" : $"{Root}/{Plural}";

    /// <summary>The path of one object.</summary>
    public string ObjectPath(string @namespace, string name) => $"{CollectionPath(@namespace)}/{Uri.EscapeDataString(name)}";
}
