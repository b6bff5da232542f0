using System.Globalization;

namespace Infra.Engine.Docker.Client;

/// <summary>A version of the engine's API, e.g. 1.41.</summary>
internal readonly record struct ApiVersion(int Major, int Minor) : IComparable<ApiVersion>
{
    /// <summary>The oldest version that is supported: that of Docker 20.10 and Podman 4.</summary>
    public static ApiVersion Oldest { get; } = new(1, 41);

    /// <summary>The newest version that is known.</summary>
    public static ApiVersion Newest { get; } = new(1, 55);

    /// <summary>Parses a version; null where the text is not one.</summary>
    public static ApiVersion? Parse(string? text) =>
        text?.Split('.') is [var major, var minor]
        && int.TryParse(major, NumberStyles.None, CultureInfo.InvariantCulture, out var first)
        && int.TryParse(minor, NumberStyles.None, CultureInfo.InvariantCulture, out var second)
            ? new ApiVersion(first, second)
            : null;

    public int CompareTo(ApiVersion other) => (Major, Minor).CompareTo((other.Major, other.Minor));

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}");

    public static bool operator <(ApiVersion left, ApiVersion right) => left.CompareTo(right) < 0;

    public static bool operator >(ApiVersion left, ApiVersion right) => left.CompareTo(right) > 0;

    public static bool operator <=(ApiVersion left, ApiVersion right) => left.CompareTo(right) <= 0;

    public static bool operator >=(ApiVersion left, ApiVersion right) => left.CompareTo(right) >= 0;
}

/// <summary>What an engine has said about itself.</summary>
/// <param name="Version">The version that requests use: the newest that both know.</param>
/// <param name="IsPodman">True for Podman, which differs in details.</param>
internal sealed record EngineIdentity(ApiVersion Version, bool IsPodman);
