using Infra.Engine.Errors;

namespace Infra.Engine.Backends.Cluster;

/// <summary>The parts of <c>kubernetes://context/namespace?kubeconfig=PATH</c>.</summary>
/// <param name="Context">The context; null for the current one.</param>
/// <param name="Namespace">The namespace.</param>
/// <param name="Kubeconfig">The path of the kubeconfig; null for the environment's.</param>
internal sealed record ClusterBackendUrl(string? Context, string Namespace, string? Kubeconfig)
{
    internal const string Scheme = "kubernetes://";

    /// <summary>The beginning of the backend's locations.</summary>
    public string Root => $"{Scheme}{(Context is null ? "" : Uri.EscapeDataString(Context))}/{Namespace}";

    /// <summary>The URL, without escapes where they are not needed.</summary>
    public override string ToString() =>
        Kubeconfig is null ? Root : $"{Root}?kubeconfig={Uri.EscapeDataString(Kubeconfig).Replace("%2F", "/", StringComparison.Ordinal)}";

    /// <summary>Makes a relative path of the kubeconfig absolute, so that the URL means the same in every folder.</summary>
    public ClusterBackendUrl Resolve(string baseDirectory) =>
        Kubeconfig is null || Kubeconfig.StartsWith('~') ? this : this with { Kubeconfig = Path.GetFullPath(Kubeconfig, baseDirectory) };

    /// <summary>Parses the URL.</summary>
    /// <exception cref="ConfigurationException">It has another form.</exception>
    public static ClusterBackendUrl Parse(string url)
    {
        var (path, query) = url[Scheme.Length..].Split('?', 2) is [var before, var after] ? (before, after) : (url[Scheme.Length..], "");

        // The names of some clouds' contexts contain slashes, those of namespaces do not.
        var slash = path.TrimEnd('/').LastIndexOf('/');
        var space = path.TrimEnd('/')[(slash + 1)..];
        if (slash < 0 || space.Length == 0)
        {
            throw new ConfigurationException(
                $"the backend `{url}` has no namespace: write kubernetes://CONTEXT/NAMESPACE, or kubernetes:///NAMESPACE for the current context"
            );
        }

        string? kubeconfig = null;
        foreach (var pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            kubeconfig = pair.Split('=', 2) is ["kubeconfig", var value]
                ? Uri.UnescapeDataString(value)
                : throw new ConfigurationException($"the backend `{url}`: the parameter `{pair}` is not supported: there is `kubeconfig`");
        }

        return new ClusterBackendUrl(slash == 0 ? null : Uri.UnescapeDataString(path[..slash]), Uri.UnescapeDataString(space), kubeconfig);
    }
}
