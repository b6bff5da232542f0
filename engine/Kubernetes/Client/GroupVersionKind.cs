namespace Infra.Engine.Kubernetes.Client;

/// <summary>The kind of an object, with group and version.</summary>
/// <param name="Group">The API group; "" for the core group.</param>
/// <param name="Version">The version, e.g. <c>v1</c>.</param>
/// <param name="Kind">The kind, e.g. <c>Deployment</c>.</param>
internal readonly record struct GroupVersionKind(string Group, string Version, string Kind)
{
    /// <summary>The <c>apiVersion</c> of objects: <c>apps/v1</c>, <c>v1</c>.</summary>
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>Parses an object's <c>apiVersion</c> and <c>kind</c>. Also accepts <c>core/v1</c> for the core group.</summary>
    public static GroupVersionKind Parse(string apiVersion, string kind)
    {
        var slash = apiVersion.IndexOf('/', StringComparison.Ordinal);
        var group = slash < 0 ? "" : apiVersion[..slash];
        return new GroupVersionKind(group == "core" ? "" : group, apiVersion[(slash + 1)..], kind);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{ApiVersion} {Kind}";
}

/// <summary>A resource type as the server serves it.</summary>
/// <param name="Type">The kind of its objects.</param>
/// <param name="Plural">The URL segment, e.g. <c>deployments</c>.</param>
/// <param name="IsNamespaced">True for namespaced, false for cluster-scoped objects.</param>
internal sealed record ApiResource(GroupVersionKind Type, string Plural, bool IsNamespaced)
{
    private string Root => Type.Group.Length == 0 ? $"api/{Type.Version}" : $"apis/{Type.Group}/{Type.Version}";

    /// <summary>
    /// Gets the path of the objects in a namespace; of all objects if they are cluster-scoped or <paramref name="namespace"/> is "".
    /// </summary>
    public string CollectionPath(string @namespace) =>
        IsNamespaced && @namespace.Length > 0 ? $"{Root}/namespaces/{Uri.EscapeDataString(@namespace)}/{Plural}" : $"{Root}/{Plural}";

    /// <summary>Gets the path of one object.</summary>
    public string ObjectPath(string @namespace, string name) => $"{CollectionPath(@namespace)}/{Uri.EscapeDataString(name)}";
}
