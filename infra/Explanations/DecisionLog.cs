using Infra.Backend.Loading;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Documents;

namespace Infra.Backend.Explanations;

/// <summary>Collects the decisions about one service with their reasons and places.</summary>
internal sealed class DecisionLog(LoadedSettings loaded, string service)
{
    private const string SetReason = "set";

    private readonly StackSettings _settings = loaded.Settings;
    private readonly WrittenSettings _written = loaded.Written;
    private readonly List<Explanation> _decisions = [];

    public IReadOnlyList<Explanation> Decisions => _decisions;

    /// <summary>The path of the service's settings.</summary>
    public SettingsPath Path { get; } = SettingsPath.Root.Key("services").Key(service);

    /// <summary>The place of the stack's fault tolerance; null if it is not set.</summary>
    public Location? PresetPlace => _written.Find(SettingsPath.Root.Key("faultTolerance"));

    public static string Format(Location? location) => location?.ToString() ?? "";

    /// <summary>The name of an enum member in YAML.</summary>
    public static string EnumName<T>(T value)
        where T : struct, Enum => ScalarType.EnumName(value.ToString());

    /// <summary>The reason of a value that comes from the preset of the stack's fault tolerance.</summary>
    public string PresetReason(string what) => $"fault tolerance '{EnumName(_settings.FaultTolerance)}': {what}";

    /// <summary>The path of one of the service's settings.</summary>
    public SettingsPath At(string setting) => setting.Split('.').Aggregate(Path, (path, key) => path.Key(key));

    /// <summary>The place of a setting of the stack; null if it is not set.</summary>
    public Location? FindPlace(params ReadOnlySpan<string> setting)
    {
        var path = SettingsPath.Root;
        foreach (var key in setting)
        {
            path = path.Key(key);
        }

        return _written.Find(path);
    }

    /// <summary>Whether a setting of the service is written, itself or by the short form of its parent.</summary>
    public bool IsSet(string setting) => _written.Find(At(setting)) is not null;

    /// <summary>Whether a setting of the service is written itself.</summary>
    public bool Has(string setting) => _written.Has(At(setting));

    public void Add(Explanation decision) => _decisions.Add(decision);

    /// <summary>Adds a value that no setting changes directly.</summary>
    public void AddDerived(string name, string value, string rule) => _decisions.Add(new Explanation(name, value, rule, ""));

    /// <summary>Adds the value of a setting, or its default.</summary>
    public void AddOrDefault(string setting, string value) => AddExact(setting, value, "default", null);

    /// <summary>Adds the value of a setting that counts as set only if it is written itself, not by the short form of its parent.</summary>
    public void AddExact(string setting, string value, string reason, Location? otherwise) =>
        _decisions.Add(
            _written.Has(At(setting))
                ? new Explanation(setting, value, GetReason(At(setting)), Format(_written.Find(At(setting))))
                : new Explanation(setting, value, reason, Format(otherwise))
        );

    /// <summary>Adds the value of a setting.</summary>
    /// <param name="setting">The setting.</param>
    /// <param name="value">Its resolved value.</param>
    /// <param name="reason">The reason if it is not set.</param>
    /// <param name="otherwise">The place if it is not set.</param>
    public void Add(string setting, string value, string reason, Location? otherwise = null) =>
        Add(setting, value, reason, setting, null, otherwise);

    /// <summary>Adds the value of a setting that depends on other settings.</summary>
    /// <param name="setting">The setting.</param>
    /// <param name="value">Its resolved value.</param>
    /// <param name="reason">The reason if it is not set.</param>
    /// <param name="direct">The setting whose place is shown first.</param>
    /// <param name="source">The setting whose place is shown if <paramref name="direct"/> is not set.</param>
    /// <param name="otherwise">The place if neither is set.</param>
    public void Add(string setting, string value, string reason, string direct, string? source = null, Location? otherwise = null)
    {
        var place = _written.Find(At(direct));
        if (place is not null && setting == direct)
        {
            _decisions.Add(new Explanation(setting, value, GetReason(At(direct)), Format(place)));
            return;
        }

        var sourcePlace = source is null ? null : _written.Find(At(source));
        _decisions.Add(new Explanation(setting, value, reason, Format(place ?? sourcePlace ?? otherwise)));
    }

    /// <summary>Adds the settings that are written but not explained yet, except variables and files, which may be secret.</summary>
    public void AddOtherSettings()
    {
        var explained = _decisions.Select(explanation => explanation.Setting).ToHashSet(StringComparer.Ordinal);
        foreach (var (path, node) in _written.LeavesUnder(Path))
        {
            var isHidden = path.Split('.') is ["env" or "files" or "image" or "calls" or "patches", ..] or [_, _, "env" or "files", ..];
            if (!explained.Contains(path) && !isHidden && node is not ScalarNode { Kind: ScalarKind.Null })
            {
                _decisions.Add(new Explanation(path, Format(node), GetReason(At(path)), node.Location.ToString()));
            }
        }
    }

    public string GetReason(SettingsPath path) =>
        _written.FindDefault(path) switch
        {
            null => SetReason,
            DefaultSettings.All => "set for all services (defaults.all)",
            var kind => $"set for the kind '{kind}' (defaults.{kind})",
        };

    public static string Format(SettingsNode node) =>
        node switch
        {
            SequenceNode sequence => $"[{string.Join(", ", sequence.Items.Select(Format))}]",
            MappingNode mapping => $"{{{string.Join(", ", mapping.Entries.Select(entry => $"{entry.Key}: {Format(entry.Value)}"))}}}",
            ScalarNode { Kind: ScalarKind.Text, Text: "" } => "\"\"",
            _ => node.ToString(),
        };
}
