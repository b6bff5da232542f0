using System.Reflection;

namespace EndToEnd.Support;

/// <summary>Paths that the build writes into the test assembly.</summary>
internal static class BuildFacts
{
    public static string CliAssembly { get; } = Value("CliAssembly");

    public static string RepositoryRoot { get; } = Value("RepositoryRoot");

    private static string Value(string key) =>
        typeof(BuildFacts).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
