namespace Infra.Engine.Projects.Configuration;

/// <summary>The full name of a configuration value: <c>namespace:name</c>.</summary>
/// <param name="Namespace">The project or package the value is for.</param>
/// <param name="Name">The value's own name.</param>
public readonly record struct ConfigKey(string Namespace, string Name) : IComparable<ConfigKey>
{
    /// <summary>Reads a key. Without a namespace it is the project's own.</summary>
    public static ConfigKey Parse(string text, string project)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? new ConfigKey(project, text) : new ConfigKey(text[..colon], text[(colon + 1)..]);
    }

    /// <inheritdoc/>
    public int CompareTo(ConfigKey other) => string.CompareOrdinal(ToString(), other.ToString());

    /// <inheritdoc/>
    public override string ToString() => $"{Namespace}:{Name}";

    /// <summary>Orders keys by their text.</summary>
    public static bool operator <(ConfigKey left, ConfigKey right) => left.CompareTo(right) < 0;

    /// <summary>Orders keys by their text.</summary>
    public static bool operator >(ConfigKey left, ConfigKey right) => left.CompareTo(right) > 0;

    /// <summary>Orders keys by their text.</summary>
    public static bool operator <=(ConfigKey left, ConfigKey right) => left.CompareTo(right) <= 0;

    /// <summary>Orders keys by their text.</summary>
    public static bool operator >=(ConfigKey left, ConfigKey right) => left.CompareTo(right) >= 0;
}
