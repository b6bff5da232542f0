using System.Collections.Immutable;

namespace Infra.Backend.Planning;

/// <summary>
/// The .NET SDK's names of the platforms of images, by the
/// <see href="https://learn.microsoft.com/dotnet/core/rid-catalog">catalogue of runtime identifiers</see>.
/// </summary>
internal static class RuntimeIdentifier
{
    private static readonly ImmutableSortedDictionary<string, string> Known = ImmutableSortedDictionary.CreateRange(
        StringComparer.Ordinal,
        new Dictionary<string, string>
        {
            ["linux/amd64"] = "linux-x64",
            ["linux/arm64"] = "linux-arm64",
            ["linux/arm64/v8"] = "linux-arm64",
            ["linux/arm"] = "linux-arm",
            ["linux/arm/v7"] = "linux-arm",
            ["linux/386"] = "linux-x86",
            ["linux/ppc64le"] = "linux-ppc64le",
            ["linux/riscv64"] = "linux-riscv64",
            ["linux/s390x"] = "linux-s390x",
            ["windows/amd64"] = "win-x64",
            ["windows/arm64"] = "win-arm64",
        }
    );

    /// <summary>The platforms, such as <c>linux/amd64</c>.</summary>
    public static IEnumerable<string> Platforms => Known.Keys;

    /// <summary>The identifier of a platform, such as <c>linux-x64</c>; null if .NET has none.</summary>
    public static string? Find(string platform) => Known.GetValueOrDefault(platform);
}
