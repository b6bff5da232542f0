using Infra.Kubernetes;

namespace Infra.Simulator.Objects;

/// <summary>
/// The settings that describe how the containers of a pod behave. They are annotations of the pod, <c>fake/KEY</c> for all containers or
/// <c>fake/KEY.CONTAINER</c> for one, and entries <c>KEY</c> and <c>KEY.CONTAINER</c> of a profile: a ConfigMap of the pod's namespace that
/// the annotation <c>fake/profile</c> names. Annotations come before the profile.
/// </summary>
/// <param name="annotations">The pod's annotations.</param>
/// <param name="profile">The data of its profile; null for none.</param>
internal sealed class BehaviourSettings(IReadOnlyDictionary<string, string> annotations, IReadOnlyDictionary<string, string>? profile)
{
    /// <summary>The prefix of the annotations.</summary>
    public const string Prefix = "fake/";

    /// <summary>The annotation that names the profile.</summary>
    public const string ProfileAnnotation = Prefix + "profile";

    /// <summary>The length of the part of a setting that a problem shows.</summary>
    private const int MaximumShown = 100;

    private static readonly Quantity _largest = Quantity.FromWhole(long.MaxValue);

    private readonly List<string> _problems = [];

    /// <summary>What cannot be read.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Whether annotations of two versions of a pod contain the same settings.</summary>
    public static bool AreSame(IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> after) =>
        ContainsAll(before, after) && ContainsAll(after, before);

    /// <summary>The setting of one container; null if there is none.</summary>
    public string? Find(string key, string container) => FindOwn(key, container) ?? Find(key);

    /// <summary>The setting for exactly this container, not for all; null if there is none.</summary>
    public string? FindOwn(string key, string container) => Find($"{key}.{container}");

    /// <summary>The setting of the pod; null if there is none.</summary>
    public string? Find(string key) => annotations.GetValueOrDefault(Prefix + key) ?? profile?.GetValueOrDefault(key);

    /// <summary>The settings whose keys begin with a prefix, by the rest of their keys; those of the pod come first.</summary>
    public IEnumerable<(string Name, string Text)> FindAll(string prefix) =>
        Select(annotations, Prefix + prefix).Concat(profile is null ? [] : Select(profile, prefix));

    /// <summary>A duration such as <c>1m30s</c>; null if there is none.</summary>
    public TimeSpan? FindDuration(string key, string container)
    {
        if (Find(key, container) is not { } text)
        {
            return null;
        }

        if (GoDuration.TryParse(text, out var duration) && duration >= TimeSpan.Zero)
        {
            return duration;
        }

        Report(key, text, "is not a duration such as 30s");
        return null;
    }

    /// <summary>The list of whole numbers of a setting; empty if there is none.</summary>
    public IReadOnlyList<int> FindNumbers(string key, string container)
    {
        if (Find(key, container) is not { } text)
        {
            return [];
        }

        var numbers = new List<int>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (!int.TryParse(part, out var number) || number is < 0 or > 255)
            {
                Report(key, text, "is not a list of exit codes from 0 to 255 such as 1,1,0");
                return [];
            }

            numbers.Add(number);
        }

        return numbers;
    }

    /// <summary>Reads a quantity such as <c>512Mi</c>; null if there is none.</summary>
    public Quantity? ReadQuantity(string key, string? text)
    {
        if (text is null)
        {
            return null;
        }

        if (TryParseQuantity(text, out var quantity))
        {
            return quantity;
        }

        Report(key, text, "is not a quantity such as 512Mi");
        return null;
    }

    /// <summary>Reads a quantity that a pod can use: neither negative nor beyond 64 bits.</summary>
    public static bool TryParseQuantity(string text, out Quantity quantity) =>
        Quantity.TryParse(text, out quantity) && !quantity.IsNegative && quantity <= _largest;

    /// <summary>Adds a problem with a setting, once.</summary>
    public void Report(string key, string text, string problem)
    {
        var shown = text.Length > MaximumShown ? text[..MaximumShown] + "…" : text;
        var description = $"{Prefix}{key}: \"{shown}\" {problem}";
        if (!_problems.Contains(description))
        {
            _problems.Add(description);
        }
    }

    private static IEnumerable<(string Name, string Text)> Select(IReadOnlyDictionary<string, string> settings, string prefix) =>
        settings
            .Where(setting => setting.Key.StartsWith(prefix, StringComparison.Ordinal))
            .Select(setting => (setting.Key[prefix.Length..], setting.Value));

    private static bool ContainsAll(IReadOnlyDictionary<string, string> annotations, IReadOnlyDictionary<string, string> others)
    {
        foreach (var (key, value) in others)
        {
            if (key.StartsWith(Prefix, StringComparison.Ordinal) && annotations.GetValueOrDefault(key) != value)
            {
                return false;
            }
        }

        return true;
    }
}
