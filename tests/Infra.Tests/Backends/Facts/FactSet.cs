namespace Infra.Tests.Backends.Facts;

/// <param name="Object">Kind and name of the object.</param>
/// <param name="Group">The part of the object, such as <c>main.env</c>.</param>
/// <param name="Key">The key within the group.</param>
/// <param name="Value">The value; a text of several lines counts by their number.</param>
internal sealed record ManifestFact(string Object, string Group, string Key, string Value)
{
    /// <summary>Object, group and key.</summary>
    public string Path => $"{Object} {Group} {Key}";
}

/// <summary>What the objects of a backend say beyond the defaults of Kubernetes.</summary>
internal sealed class FactSet
{
    private readonly SortedDictionary<string, ManifestFact> _facts = new(StringComparer.Ordinal);

    public IReadOnlyCollection<ManifestFact> All => _facts.Values;

    public ManifestFact? Find(string path) => _facts.GetValueOrDefault(path);

    public void Add(string objectId, string group, string key, string? value)
    {
        if (value is not null)
        {
            var fact = new ManifestFact(objectId, group, key, Shorten(value));
            _facts[fact.Path] = fact;
        }
    }

    public void Add(string objectId, string group, IEnumerable<KeyValuePair<string, string>> entries)
    {
        foreach (var (key, value) in entries)
        {
            Add(objectId, group, key, value);
        }
    }

    /// <summary>The same facts about objects with other names.</summary>
    public FactSet Renamed(IReadOnlyDictionary<string, string> names)
    {
        var renamed = new FactSet();
        foreach (var fact in All)
        {
            renamed.Add(
                names.GetValueOrDefault(fact.Object, fact.Object),
                fact.Group,
                fact.Key,
                names.GetValueOrDefault(fact.Value, fact.Value)
            );
        }

        return renamed;
    }

    /// <summary>Texts of several lines, such as scripts, are no facts: only their length is.</summary>
    public static string Shorten(string text)
    {
        var trimmed = text.TrimEnd('\n');
        return trimmed.Contains('\n', StringComparison.Ordinal) ? $"({trimmed.Split('\n').Length} lines)" : trimmed;
    }
}
