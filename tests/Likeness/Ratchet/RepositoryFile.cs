using System.Reflection;

namespace Likeness.Ratchet;

/// <summary>Files of the repository.</summary>
internal static class RepositoryFile
{
    private static readonly string Root = typeof(RepositoryFile)
        .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "RepositoryRoot")
        .Value!;

    public static string Path(string relative) => System.IO.Path.Combine(Root, relative);
}
