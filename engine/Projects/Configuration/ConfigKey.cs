namespace Infra.Engine.Projects.Configuration;

/// <summary>The full name of a configuration value: <c>namespace:name</c>.</summary>
/// <param name="Namespace">The project or package that reads the value.</param>
/// <param name="Name">The name within the namespace.</param>
public readonly record struct ConfigKey(string Namespace, string Name) : IComparable<ConfigKey>
{
    /// <summary>Parses a key. The namespace defaults to the project.</summary>
    public static ConfigKey Parse(string text, string project)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? new ConfigKey(project, text) : new ConfigKey(text[..colon], text[(colon + 1)..]);
    }

    /// <inheritdoc/>
    public int CompareTo(ConfigKey other) => string.CompareOrdinal(ToString(), other.ToString());

    /// <inheritdoc/>
    public override string ToString() => $"{Namespace}:{Name}";

    /// <summary>Compares keys by ordinal text.</summary>
    public static bool operator <(ConfigKey left, ConfigKey right) => left.CompareTo(right) < 0;

    /// <summary>Compares keys by ordinal text.</summary>
    public static bool operator >(ConfigKey left, ConfigKey right) => left.CompareTo(right) > 0;

    /// <summary>Compares keys by ordinal text.</summary>
    public static bool operator <=(ConfigKey left, ConfigKey right) => left.CompareTo(right) <= 0;

    /// <summary>Compares keys by ordinal text.</summary>
    public static bool operator >=(ConfigKey left, ConfigKey right) => left.CompareTo(right) >= 0;
}
