namespace Infra.Engine.Kubernetes.Client.Kubeconfigs;

/// <summary>The merged content of one or more kubeconfig files.</summary>
internal sealed record Kubeconfig
{
    public static Kubeconfig Empty { get; } = new();

    /// <summary>The files it was loaded from, for messages.</summary>
    public string Origin { get; init; } = "";

    public string? CurrentContext { get; init; }

    public IReadOnlyDictionary<string, KubeconfigContext> Contexts { get; init; } = new Dictionary<string, KubeconfigContext>();

    public IReadOnlyDictionary<string, KubeconfigCluster> Clusters { get; init; } = new Dictionary<string, KubeconfigCluster>();

    public IReadOnlyDictionary<string, KubeconfigUser> Users { get; init; } = new Dictionary<string, KubeconfigUser>();

    /// <summary>Merges <paramref name="other"/> into this one. As with kubectl, the first file wins.</summary>
    public Kubeconfig MergedWith(Kubeconfig other) =>
        new()
        {
            Origin =
                Origin.Length == 0 ? other.Origin
                : other.Origin.Length == 0 ? Origin
                : $"{Origin}:{other.Origin}",
            CurrentContext = string.IsNullOrEmpty(CurrentContext) ? other.CurrentContext : CurrentContext,
            Contexts = FirstWins(Contexts, other.Contexts),
            Clusters = FirstWins(Clusters, other.Clusters),
            Users = FirstWins(Users, other.Users),
        };

    /// <summary>Finds the cluster of a context, with the given overrides, or null.</summary>
    public KubeconfigCluster? ActiveCluster(string? contextOverride, string? clusterOverride)
    {
        var context = contextOverride ?? CurrentContext;
        if (context is null || !Contexts.TryGetValue(context, out var active))
        {
            return null;
        }

        return Clusters.GetValueOrDefault(clusterOverride ?? active.Cluster);
    }

    /// <summary>Gets the default namespace of a context, or null.</summary>
    public string? DefaultNamespace(string? contextOverride) =>
        (string.IsNullOrEmpty(contextOverride) ? CurrentContext : contextOverride) is { } context
            ? Contexts.GetValueOrDefault(context)?.Namespace
            : null;

    private static Dictionary<string, T> FirstWins<T>(IReadOnlyDictionary<string, T> first, IReadOnlyDictionary<string, T> second)
    {
        var merged = new Dictionary<string, T>(second, StringComparer.Ordinal);
        foreach (var (name, value) in first)
        {
            merged[name] = value;
        }

        return merged;
    }
}

/// <summary>A cluster and a user, with a default namespace.</summary>
internal sealed record KubeconfigContext(string Cluster, string User, string? Namespace);

/// <summary>The address of an API server and the certificate authorities to trust.</summary>
internal sealed record KubeconfigCluster
{
    public required string Server { get; init; }

    /// <summary>The trusted certificate authorities, as PEM.</summary>
    public string? CertificateAuthorityPem { get; init; }

    /// <summary>The absolute path of a file with the trusted certificate authorities.</summary>
    public string? CertificateAuthorityFile { get; init; }

    public bool InsecureSkipTlsVerify { get; init; }

    public string? TlsServerName { get; init; }

    public string? ProxyUrl { get; init; }
}

/// <summary>The credentials of a user. Never put one into a message.</summary>
internal sealed class KubeconfigUser
{
    public string? Token { get; init; }

    public string? TokenFile { get; init; }

    public string? ClientCertificatePem { get; init; }

    public string? ClientCertificateFile { get; init; }

    public string? ClientKeyPem { get; init; }

    public string? ClientKeyFile { get; init; }

    public string? Username { get; init; }

    public string? Password { get; init; }

    public string? Impersonate { get; init; }

    public IReadOnlyList<string> ImpersonateGroups { get; init; } = [];

    public ExecPlugin? Exec { get; init; }

    /// <summary>The name of a legacy in-tree authentication provider, which Kubernetes removed in 1.26.</summary>
    public string? LegacyAuthProvider { get; init; }
}

/// <summary>An exec plugin (client.authentication.k8s.io).</summary>
internal sealed record ExecPlugin
{
    public required string ApiVersion { get; init; }

    public required string Command { get; init; }

    public IReadOnlyList<string> Arguments { get; init; } = [];

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    public string? InstallHint { get; init; }
}
