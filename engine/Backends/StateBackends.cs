using Infra.Engine.Errors;
using Infra.Engine.State;

namespace Infra.Engine.Backends;

/// <summary>Opens state backends by their URLs.</summary>
public static class StateBackends
{
    private const string FileScheme = "file://";

    /// <summary>Opens a backend. Nothing is read or written before it is used.</summary>
    /// <param name="url">A folder, with or without <c>file://</c>. A leading <c>~</c> is the user's home.</param>
    /// <param name="baseDirectory">The base of a relative folder.</param>
    /// <param name="time">The clock for locks and history; null for the system's.</param>
    /// <param name="environment">Reads an environment variable; null for the process's.</param>
    /// <exception cref="ConfigurationException">The URL is not that of a backend.</exception>
    public static StateBackend Open(string url, string baseDirectory, TimeProvider? time = null, Func<string, string?>? environment = null)
    {
        var clock = time ?? TimeProvider.System;
        var variables = environment ?? Environment.GetEnvironmentVariable;
        var path = url.StartsWith(FileScheme, StringComparison.Ordinal) ? url[FileScheme.Length..] : url;
        return path.Contains("://", StringComparison.Ordinal)
            ? throw new ConfigurationException($"the backend `{url}` is not supported: use a folder, `file://<folder>`")
            : StateBackend.OpenFolder(ResolveFolder(path, baseDirectory), clock, variables);
    }

    private static string ResolveFolder(string path, string baseDirectory)
    {
        var query = path.IndexOf('?', StringComparison.Ordinal);
        path = query < 0 ? path : path[..query];
        if (path == "~" || path.StartsWith("~/", StringComparison.Ordinal))
        {
            path = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + path[1..];
        }

        return Path.GetFullPath(path.Length == 0 ? "." : path, baseDirectory);
    }
}
