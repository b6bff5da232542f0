using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;

namespace Likeness.Comparison;

/// <summary>The values that a recording's placeholders have in this run. A numbered placeholder has the same value in all steps.</summary>
/// <param name="kubeconfigs">The contents of the kubeconfigs by name.</param>
internal sealed partial class Bindings(IReadOnlyDictionary<string, string> kubeconfigs)
{
    private static readonly ConcurrentDictionary<string, string> Patterns = new(
        new Dictionary<string, string>
        {
            ["uid"] = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
            ["rand"] = "[0-9a-f]{8}",
            ["fm"] = "[0-9a-f]{8}",
            ["hash"] = "[0-9a-z]+",
            ["pod"] = "[0-9a-z]+",
            ["gen"] = "[0-9a-z]+",
            ["ip"] = @"\d+\.\d+\.\d+\.\d+",
            ["podip"] = @"\d+\.\d+\.\d+\.\d+",
            ["time"] = @"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)",
            ["rv"] = @"\d+",
            ["n"] = @"\d+",
            ["pid"] = @"\d+",
        }
    );

    private static readonly HashSet<string> Free =
    [
        .. (string[])["gen", "pod", "time", "rv", "salt", "ciphertext", "magic", "dur", "n", "pid", "user", "host", "dir"],
        .. (string[])
            ["backend", "sdk", "binary", "server", "other-server", "unreachable", "loopback", "kubeconfig", "kubeconfig-line", "token"],
    ];

    private Dictionary<string, string> _values = [];
    private Dictionary<string, string> _placeholders = [];

    /// <summary>A copy, in which an attempt to match can bind values.</summary>
    public Bindings Fork() => new(kubeconfigs) { _values = new(_values), _placeholders = new(_placeholders) };

    /// <summary>Takes over the values that a successful attempt has bound.</summary>
    public void Adopt(Bindings fork) => (_values, _placeholders) = (fork._values, fork._placeholders);

    /// <summary>Whether a text is the recorded one, with its placeholders consistently renamed.</summary>
    public bool Matches(string expected, string actual)
    {
        if (!expected.Contains('<', StringComparison.Ordinal))
        {
            return expected == actual || MatchesTokenVolume(expected, actual);
        }

        var numbered = new List<string>();
        var pattern = ToPattern(expected, numbered);
        var match = Regex.Match(actual, pattern, RegexOptions.Singleline | RegexOptions.CultureInvariant);
        return match.Success && numbered.Select((name, index) => Bind(name, match.Groups[$"g{index}"].Value)).All(bound => bound);
    }

    /// <summary>The API server gives the volume of a pod's token a random name, which the recorder left as it was.</summary>
    private bool MatchesTokenVolume(string expected, string actual) =>
        TokenVolume().Match(expected) is { Success: true } recorded
        && TokenVolume().Match(actual) is { Success: true } own
        && Bind($"<token-volume:{recorded.Groups[1].Value}>", own.Groups[1].Value);

    private string ToPattern(string expected, List<string> numbered)
    {
        var pattern = new StringBuilder("^");
        var position = 0;
        foreach (Match placeholder in Placeholder().Matches(expected))
        {
            var (kind, number) = (placeholder.Groups["kind"].Value, placeholder.Groups["number"].Value);
            pattern.Append(Regex.Escape(expected[position..placeholder.Index]));
            position = placeholder.Index + placeholder.Length;
            if (number.Length > 0 && char.IsAsciiDigit(number[0]) && Patterns.TryGetValue(kind, out var form))
            {
                pattern.Append(
                    _values.TryGetValue(placeholder.Value, out var bound) ? Regex.Escape(bound) : $"(?<g{numbered.Count}>{form})"
                );
                if (!_values.ContainsKey(placeholder.Value))
                {
                    numbered.Add(placeholder.Value);
                }
            }
            else if (kind == "kubeconfig" && kubeconfigs.TryGetValue(number, out var content))
            {
                pattern.Append(Regex.Escape(content));
            }
            else
            {
                pattern.Append(Free.Contains(kind) ? Patterns.GetValueOrDefault(kind, ".*?") : Regex.Escape(placeholder.Value));
            }
        }

        return pattern.Append(Regex.Escape(expected[position..])).Append('$').ToString();
    }

    private bool Bind(string placeholder, string value)
    {
        var key = $"{placeholder[..placeholder.IndexOf(':', StringComparison.Ordinal)]}={value}";
        if (_values.TryGetValue(placeholder, out var bound))
        {
            return bound == value;
        }

        if (!_placeholders.TryAdd(key, placeholder))
        {
            return false;
        }

        _values[placeholder] = value;
        return true;
    }

    [GeneratedRegex("^kube-api-access-([a-z0-9]{5})$")]
    private static partial Regex TokenVolume();

    [GeneratedRegex("<(?<kind>[a-z-]+)(?::(?<number>[a-z0-9]+))?>")]
    private static partial Regex Placeholder();
}
