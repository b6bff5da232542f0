using System.Reflection;

namespace Infra.Policies.Tests.Support;

/// <summary>Values that the build stores in the test assembly as metadata.</summary>
internal static class BuildMetadata
{
    /// <summary>The folder of the pack's project.</summary>
    public static string PolicyProject { get; } = Value(nameof(PolicyProject));

    /// <summary>The build configuration, e.g. <c>Release</c>.</summary>
    public static string Configuration { get; } = Value(nameof(Configuration));

    private static string Value(string key) =>
        typeof(BuildMetadata).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
