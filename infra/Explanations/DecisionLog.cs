using Infra.Backend.Loading;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Documents;

namespace Infra.Backend.Explanations;

/// <summary>The decisions about one service, with who said so and where.</summary>
internal sealed class DecisionLog(LoadedSettings loaded, string service)
{
    private readonly StackSettings _settings = loaded.Settings;
    private readonly WrittenSettings _written = loaded.Written;
    private readonly List<Explanation> _decisions = [];

    public IReadOnlyList<Explanation> Decisions => _decisions;

    /// <summary>Where the service stands in the settings.</summary>
    public SettingsPath Path { get; } = SettingsPath.Root.Key("services").Key(service);

    public void Add(Explanation decision) => _decisions.Add(decision);

    /// <summary>A value that a setting gives, or its default.</summary>
    public void AddOrDefault(string setting, string value) => AddOr(setting, value, "default", null);

    /// <summary>A value that this very setting gives, no short form of what it belongs to, or that has another reason.</summary>
    public void AddOr(string setting, string value, string reason, Location? otherwise) =>
        _decisions.Add(_written.Has(At(setting)) ? new Explanation(setting, value, "set", Show(_written.Find(At(setting)))) : new Explanation(setting, value, reason, Show(otherwise)));

    /// <summary>Where a setting of the whole stack stands; null where nobody wrote it.</summary>
    public Location? PlaceOf(params ReadOnlySpan<string> setting)
    {
        var path = SettingsPath.Root;
        foreach (var key in setting)
        {
            path = path.Key(key);
        }

        return _written.Find(path);
    }

    public void Add(string setting, string value, string reason, Location? otherwise = null) => Add(setting, value, reason, setting, null, otherwise);

    /// <summary>
    /// A value that a setting gives outright or that, where it is not written, has another reason; <paramref name="source"/> is the setting
    /// this other reason rests on.
    /// </summary>
    public void Add(string setting, string value, string reason, string direct, string? source = null, Location? otherwise = null)
    {
        var place = _written.Find(At(direct));
        _decisions.Add(place is not null && setting == direct
            ? new Explanation(setting, value, "set", Show(place))
            : new Explanation(setting, value, reason, Show(place ?? (source is null ? null : _written.Find(At(source))) ?? otherwise)));
    }

    public void Derive(string name, string value, string rule) => _decisions.Add(new Explanation(name, value, rule, ""));

    public SettingsPath At(string setting) => setting.Split('.').Aggregate(Path, (path, key) => path.Key(key));

    public string Preset(string what) => $"fault tolerance '{Word(_settings.FaultTolerance)}': {what}";

    public Location? PresetPlace => _written.Find(SettingsPath.Root.Key("faultTolerance"));

    public static string Show(Location? location) => location?.ToString() ?? "";

    public static string Word<T>(T value)
        where T : struct, Enum => ScalarType.Word(value.ToString());

    /// <summary>What has been explained before is not repeated; variables and files may be secret.</summary>
    public void AddWhatElseIsWritten()
    {
        var explained = _decisions.Select(explanation => explanation.Setting).ToHashSet(StringComparer.Ordinal);
        foreach (var (path, node) in _written.LeavesUnder(Path))
        {
            if (!explained.Contains(path) && path.Split('.')[0] is not ("env" or "files" or "image" or "calls") && node is not ScalarNode { Kind: ScalarKind.Null })
            {
                _decisions.Add(new Explanation(path, Describe(node), "set", node.Location.ToString()));
            }
        }
    }

    private static string Describe(SettingsNode node) => node is SequenceNode sequence ? $"[{string.Join(", ", sequence.Items.Select(Describe))}]" : node is MappingNode mapping
        ? $"{{{string.Join(", ", mapping.Entries.Select(entry => $"{entry.Key}: {Describe(entry.Value)}"))}}}"
        : node.ToString();
}
