using Infra.Kubernetes;

namespace Infra.Cli.Clusters;

/// <summary>
/// The folders of a project's simulated clusters: <c>.infra/clusters/&lt;name&gt;</c> beside Pulumi.yaml. Names are RFC 1123 labels, which
/// are valid as kubeconfig contexts and as folders.
/// </summary>
internal sealed class ClusterDirectory(string projectRoot)
{
    private string Root { get; } = Path.Combine(projectRoot, ".infra", "clusters");

    /// <summary>The cluster of that name, whether or not it exists yet.</summary>
    /// <exception cref="UsageException">The name is not valid for a folder and a kubeconfig context.</exception>
    public ClusterFiles this[string name] =>
        ObjectNames.IsLabel(name)
            ? new ClusterFiles(name, Path.Combine(Root, name))
            : throw new UsageException(
                $"'{name}' is not a valid cluster name: use 1 to 63 lower-case letters, digits and '-', "
                    + "starting and ending with a letter or digit."
            );

    /// <summary>Finds the cluster with that kubeconfig, whether or not it exists yet; null if it is no path of this folder.</summary>
    public ClusterFiles? FindByKubeconfig(string kubeconfig) =>
        Path.GetFileName(Path.GetDirectoryName(kubeconfig)) is { } name
        && ObjectNames.IsLabel(name)
        && this[name] is { } files
        && files.Kubeconfig == kubeconfig
            ? files
            : null;

    /// <summary>The clusters that have been started at least once, sorted by name.</summary>
    public IReadOnlyList<ClusterFiles> Existing =>
        Directory.Exists(Root)
            ?
            [
                .. Directory
                    .EnumerateDirectories(Root)
                    .Select(Path.GetFileName)
                    .OfType<string>()
                    .Where(name => ObjectNames.IsLabel(name))
                    .Order(StringComparer.Ordinal)
                    .Select(name => this[name]),
            ]
            : [];
}

/// <summary>The files of one simulated cluster.</summary>
internal sealed record ClusterFiles(string Name, string Directory)
{
    /// <summary>The administrator's kubeconfig, mode 0600. Written at the first start.</summary>
    public string Kubeconfig => Path.Combine(Directory, "kubeconfig");

    /// <summary>The serving process. Removed by an orderly stop; left behind by a crash.</summary>
    public string ProcessRecord => Path.Combine(Directory, "process.json");

    /// <summary>When the cluster started and ended, and the error that ended it.</summary>
    public string Log => Path.Combine(Directory, "cluster.log");

    /// <summary>Locked while a command starts the cluster.</summary>
    public string Lock => Path.Combine(Directory, "lock");
}
