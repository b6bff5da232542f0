using Infra.Engine.Backends.Cluster;
using Infra.Engine.Backends.S3;
using Infra.Engine.Errors;
using Infra.Engine.State;
using Infra.Engine.State.Stores;

namespace Infra.Engine.Backends;

/// <summary>Opens state backends by their URLs.</summary>
public static class StateBackends
{
    private const string FileScheme = "file://";

    /// <summary>Opens a backend. Nothing is read or written before it is used.</summary>
    /// <param name="url">
    /// A folder, with or without <c>file://</c>, in which a leading <c>~</c> is the user's home; <c>s3://bucket/folder</c>; or
    /// <c>kubernetes://context/namespace</c>.
    /// </param>
    /// <param name="baseDirectory">The base of a relative folder, and of a relative path to a kubeconfig.</param>
    /// <param name="time">The clock for locks and history; null for the system's.</param>
    /// <param name="environment">Reads an environment variable; null for the process's.</param>
    /// <exception cref="ConfigurationException">The URL is not that of a backend.</exception>
    public static StateBackend Open(string url, string baseDirectory, TimeProvider? time = null, Func<string, string?>? environment = null)
    {
        var clock = time ?? TimeProvider.System;
        var variables = environment ?? Environment.GetEnvironmentVariable;
        return url.StartsWith(S3Options.Scheme, StringComparison.Ordinal) ? OpenS3(url, clock, variables)
            : url.StartsWith(ClusterBackendUrl.Scheme, StringComparison.Ordinal)
                ? OpenCluster(ClusterBackendUrl.Parse(url).Resolve(baseDirectory), clock, variables)
            : StateBackend.OpenFolder(ResolveFolder(url, baseDirectory), clock, variables);
    }

    private static StateBackend OpenS3(string url, TimeProvider time, Func<string, string?> environment)
    {
        var options = S3Options.Parse(url, environment);
        return OpenS3(url, options, new S3Client(options, environment, time), time, environment);
    }

    /// <summary>Opens a backend in a bucket.</summary>
    internal static StateBackend OpenS3(
        string url,
        S3Options options,
        S3Client client,
        TimeProvider time,
        Func<string, string?> environment
    )
    {
        var store = new S3Store(url, options, client);
        return new StateBackend(store, new SegmentJournals(store), new FileLocks(store), time, environment);
    }

    private static StateBackend OpenCluster(ClusterBackendUrl url, TimeProvider time, Func<string, string?> environment) =>
        OpenCluster(url.ToString(), NamespaceClient.Open(url, environment, time), time, environment);

    /// <summary>Opens a backend in a cluster.</summary>
    internal static StateBackend OpenCluster(string url, NamespaceClient client, TimeProvider time, Func<string, string?> environment)
    {
        var store = new ClusterStore(url, client);
        return new StateBackend(store, new SegmentJournals(store), new LeaseLocks(client, time), time, environment);
    }

    private static string ResolveFolder(string url, string baseDirectory)
    {
        var path = url.StartsWith(FileScheme, StringComparison.Ordinal) ? url[FileScheme.Length..] : url;
        if (path.Contains("://", StringComparison.Ordinal))
        {
            throw new ConfigurationException(
                $"the backend `{url}` is not supported: use file://FOLDER, s3://BUCKET or kubernetes://CONTEXT/NAMESPACE"
            );
        }

        var query = path.IndexOf('?', StringComparison.Ordinal);
        path = query < 0 ? path : path[..query];
        if (path == "~" || path.StartsWith("~/", StringComparison.Ordinal))
        {
            path = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + path[1..];
        }

        return Path.GetFullPath(path.Length == 0 ? "." : path, baseDirectory);
    }
}
