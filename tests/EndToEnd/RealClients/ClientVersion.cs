using EndToEnd.Support;

namespace EndToEnd.RealClients;

/// <summary>One version of kubectl and, where it is installed beside it, helm.</summary>
/// <param name="Name">The name in namespaces and failures, such as <c>v36</c>.</param>
/// <param name="Kubectl">The path of kubectl.</param>
/// <param name="Helm">The path of helm; null if this version has none.</param>
internal sealed record ClientVersion(string Name, string Kubectl, string? Helm)
{
    /// <summary>The versions that <c>.ci/run</c> has installed; the kubectl and helm of the PATH if it has installed none.</summary>
    public static List<ClientVersion> Installed { get; } = Find();

    /// <summary>The folder of the tests' transcripts and files.</summary>
    public static string Folder { get; } = Path.Combine(BuildFacts.RepositoryRoot, "tests", "EndToEnd", "RealClients");

    /// <summary>The path of a client; null if this version does not have it.</summary>
    public string? FindProgram(string name) => name == "helm" ? Helm : Kubectl;

    private static List<ClientVersion> Find()
    {
        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } configured
            ? configured
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        var folder = Path.Combine(cache, "infra-ci", "clients");
        var installed = (Directory.Exists(folder) ? Directory.EnumerateDirectories(folder) : [])
            .Where(version => File.Exists(Path.Combine(version, "kubectl")))
            .Order(StringComparer.Ordinal)
            .Select(version => new ClientVersion(
                Path.GetFileName(version),
                Path.Combine(version, "kubectl"),
                Path.Combine(version, "helm") is var helm && File.Exists(helm) ? helm : null
            ))
            .ToList();
        return installed.Count == 0 && SearchPath.Find("kubectl") is { } kubectl
            ? [new ClientVersion("path", kubectl, SearchPath.Find("helm"))]
            : installed;
    }
}
