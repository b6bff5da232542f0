namespace Infra.Engine.Kubernetes.Client.Kubeconfigs;

/// <summary>Loads the kubeconfig: from the given content or path, KUBECONFIG, the home folder, or the pod's service account.</summary>
internal static class KubeconfigLoader
{
    private const string ServiceAccountFolder = "/var/run/secrets/kubernetes.io/serviceaccount";

    /// <summary>Loads the kubeconfig.</summary>
    /// <param name="pathOrContent">
    /// A path, which may start with <c>~</c>, or the content of a kubeconfig; null for the environment's.
    /// </param>
    /// <param name="environment">Gets an environment variable, or null.</param>
    /// <exception cref="KubeconfigException">The kubeconfig cannot be read.</exception>
    public static Kubeconfig Load(string? pathOrContent, Func<string, string?> environment)
    {
        if (!string.IsNullOrEmpty(pathOrContent))
        {
            return FromPathOrContent(pathOrContent, environment);
        }

        if (environment("KUBECONFIG") is { Length: > 0 } list)
        {
            return list.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Where(File.Exists)
                .Select(KubeconfigReader.ReadFile)
                .Aggregate(Kubeconfig.Empty with { Origin = "" }, (merged, next) => merged.MergedWith(next));
        }

        var standard = Path.Combine(Home(environment), ".kube", "config");
        return File.Exists(standard) ? KubeconfigReader.ReadFile(standard) : InCluster(environment) ?? Kubeconfig.Empty;
    }

    /// <summary>Loads a kubeconfig from a path or from content.</summary>
    public static Kubeconfig FromPathOrContent(string pathOrContent, Func<string, string?> environment)
    {
        var path =
            pathOrContent == "~" ? Home(environment)
            : pathOrContent.StartsWith("~/", StringComparison.Ordinal) ? Path.Combine(Home(environment), pathOrContent[2..])
            : pathOrContent;
        var isContent = pathOrContent.Contains('\n', StringComparison.Ordinal) || pathOrContent.TrimStart().StartsWith('{');
        if (isContent)
        {
            return KubeconfigReader.Parse(pathOrContent, "the given kubeconfig", Directory.GetCurrentDirectory());
        }

        return File.Exists(path) ? KubeconfigReader.ReadFile(path) : throw new KubeconfigException($"there is no kubeconfig at {path}");
    }

    private static Kubeconfig? InCluster(Func<string, string?> environment)
    {
        var token = Path.Combine(ServiceAccountFolder, "token");
        if (
            environment("KUBERNETES_SERVICE_HOST") is not { Length: > 0 } host
            || environment("KUBERNETES_SERVICE_PORT") is not { Length: > 0 } port
            || !File.Exists(token)
        )
        {
            return null;
        }

        const string Name = "in-cluster";
        var namespaceFile = Path.Combine(ServiceAccountFolder, "namespace");
        var address = host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host;
        return new Kubeconfig
        {
            Origin = "the pod's service account",
            CurrentContext = Name,
            Contexts = Only(new KubeconfigContext(Name, Name, File.Exists(namespaceFile) ? File.ReadAllText(namespaceFile).Trim() : null)),
            Clusters = Only(
                new KubeconfigCluster
                {
                    Server = $"https://{address}:{port}",
                    CertificateAuthorityFile = Path.Combine(ServiceAccountFolder, "ca.crt"),
                }
            ),
            Users = Only(new KubeconfigUser { TokenFile = token }),
        };

        static Dictionary<string, T> Only<T>(T value) => new(StringComparer.Ordinal) { [Name] = value };
    }

    private static string Home(Func<string, string?> environment) =>
        environment("HOME") ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
}
