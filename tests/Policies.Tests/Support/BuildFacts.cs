using System.Reflection;

namespace Infra.Policies.Tests.Support;

/// <summary>What the build wrote into the test assembly about itself.</summary>
internal static class BuildFacts
{
    /// <summary>The folder of the pack's project.</summary>
    public static string PolicyProject { get; } = Value(nameof(PolicyProject));

    /// <summary>The configuration everything was built in.</summary>
    public static string Configuration { get; } = Value(nameof(Configuration));

    private static string Value(string key) =>
        typeof(BuildFacts).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
