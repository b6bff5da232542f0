using System.Reflection;

namespace Infra.PolicyPacks.Tests.Support;

/// <summary>Properties of the build that the test assembly carries.</summary>
internal static class BuildFacts
{
    public static string RepositoryRoot { get; } = GetValue(nameof(RepositoryRoot));

    public static string Configuration { get; } = GetValue(nameof(Configuration));

    /// <summary>The folder of NuGet's downloaded packages.</summary>
    public static string PackageRoot { get; } = GetValue(nameof(PackageRoot));

    private static string GetValue(string key) =>
        typeof(BuildFacts).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
