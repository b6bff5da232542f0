using System.Reflection;

namespace Benchmarks.Measuring;

/// <summary>Paths that the build writes into this assembly.</summary>
internal static class Locations
{
    public static string RepositoryRoot { get; } = Value(nameof(RepositoryRoot));

    public static string CliAssembly { get; } = Value(nameof(CliAssembly));

    public static string PolicyAssembly { get; } = Value(nameof(PolicyAssembly));

    public static string KubernetesAssembly { get; } = Value(nameof(KubernetesAssembly));

    public static string ThisAssembly => typeof(Locations).Assembly.Location;

    private static string Value(string key) =>
        typeof(Locations).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
