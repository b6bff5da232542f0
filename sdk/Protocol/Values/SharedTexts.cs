namespace Infra.Protocol.Values;

/// <summary>
/// Keeps one instance of equal texts while a state is read: the resources of a state repeat most of their names and many of their values,
/// and a large state keeps all of them in memory. Not safe for use by several threads.
/// </summary>
public sealed class SharedTexts
{
    // Longer texts are rarely equal, and comparing them costs more.
    private const int MaxLength = 128;

    private readonly Dictionary<string, PropertyString> _values = new(StringComparer.Ordinal);

    /// <summary>Returns the instance kept of a text: the first one that was equal.</summary>
    public string Share(string text) => text.Length > MaxLength ? text : ShareValue(text).Value;

    /// <summary>Returns the value kept of a text.</summary>
    public PropertyString ShareValue(string text)
    {
        if (text.Length > MaxLength)
        {
            return new PropertyString(text);
        }

        if (!_values.TryGetValue(text, out var value))
        {
            value = new PropertyString(text);
            _values.Add(text, value);
        }

        return value;
    }
}
