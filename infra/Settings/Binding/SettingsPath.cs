namespace Infra.Backend.Settings.Binding;

/// <summary>The path of a setting, formatted like Pulumi's configuration paths: <c>services.catalog.files["/etc/app.conf"]</c>.</summary>
internal sealed record SettingsPath
{
    private readonly SettingsPath? _parent;
    private readonly string _segment = "";
    private readonly int? _index;

    private SettingsPath() { }

    private SettingsPath(SettingsPath parent, string segment, int? index = null)
    {
        _parent = parent;
        _segment = segment;
        _index = index;
    }

    public static SettingsPath Root { get; } = new();

    public SettingsPath Key(string key) => new(this, key);

    public SettingsPath Item(int index) => new(this, "", index);

    /// <summary>The path of a setting below, by a segment of another path.</summary>
    public SettingsPath Append((string Key, int? Index) segment) => segment.Index is { } index ? Item(index) : Key(segment.Key);

    public bool IsWithin(SettingsPath ancestor)
    {
        for (var path = this; path is not null; path = path._parent)
        {
            if (path == ancestor)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The keys and list positions from the root to the setting.</summary>
    public IEnumerable<(string Key, int? Index)> Segments() => _parent is null ? [] : _parent.Segments().Append((_segment, _index));

    public override string ToString()
    {
        if (_parent is null)
        {
            return "";
        }

        var parent = _parent.ToString();
        if (_index is { } index)
        {
            return $"{parent}[{index}]";
        }

        if (_segment.AsSpan().ContainsAny('.', '[', '"'))
        {
            return $"{parent}[\"{_segment}\"]";
        }

        return parent.Length == 0 ? _segment : $"{parent}.{_segment}";
    }
}
