using System.Reflection;

namespace EndToEnd.Support;

/// <summary>What the build wrote into the test assembly about where things are.</summary>
internal static class BuildFacts
{
    public static string CliAssembly { get; } = Value("CliAssembly");

    public static string RepositoryRoot { get; } = Value("RepositoryRoot");

    private static string Value(string key) => typeof(BuildFacts).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
