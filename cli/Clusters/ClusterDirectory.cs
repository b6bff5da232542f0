namespace Infra.Cli.Clusters;

/// <summary>
/// Where the simulated clusters of one project live: <c>.infra/clusters/&lt;name&gt;</c> beside Pulumi.yaml, a folder each.
/// </summary>
internal sealed class ClusterDirectory(string projectRoot)
{
    private string Root { get; } = Path.Combine(projectRoot, ".infra", "clusters");

    /// <summary>The cluster of that name, whether or not it exists yet.</summary>
    /// <exception cref="UsageException">The name cannot be a folder's and a kubeconfig context's name.</exception>
    public ClusterFiles this[string name] => ClusterName.IsValid(name)
        ? new ClusterFiles(name, Path.Combine(Root, name))
        : throw new UsageException(
            $"'{name}' cannot name a cluster: write 1 to 63 lower-case letters, digits and '-', beginning and ending with a letter or digit.");

    /// <summary>The clusters that have been started at least once, by name.</summary>
    public IReadOnlyList<ClusterFiles> Existing => Directory.Exists(Root)
        ? [.. Directory.EnumerateDirectories(Root)
            .Select(Path.GetFileName).OfType<string>().Where(ClusterName.IsValid).Order(StringComparer.Ordinal)
            .Select(name => this[name])]
        : [];
}

/// <summary>The files of one simulated cluster.</summary>
/// <param name="Name">The cluster's name.</param>
/// <param name="Directory">Its folder.</param>
internal sealed record ClusterFiles(string Name, string Directory)
{
    /// <summary>The administrator's kubeconfig (mode 0600), there once the cluster has been started.</summary>
    public string Kubeconfig => Path.Combine(Directory, "kubeconfig");

    /// <summary>Which process serves the cluster, there while it runs.</summary>
    public string ProcessRecord => Path.Combine(Directory, "process.json");

    /// <summary>What the serving process had to say.</summary>
    public string Log => Path.Combine(Directory, "cluster.log");

    /// <summary>Held by whoever starts or stops the cluster.</summary>
    public string Lock => Path.Combine(Directory, "lock");
}
