using Infra.Rehearsal.Questions.Sizing;
using Infra.Reports;

namespace Infra.Rehearsal.Reports.Questions;

/// <summary>Changed sizes as settings of a stack's file.</summary>
public static class SizeOverlay
{
    private const int Indent = 2;

    /// <summary>Writes the settings; empty if no size changed.</summary>
    public static string Write(RightSize sizes)
    {
        ArgumentNullException.ThrowIfNull(sizes);
        if (sizes.Changes.Count == 0)
        {
            return "";
        }

        var lines = new List<string> { "config:", $"{Spaces(1)}infra:services:" };
        foreach (var service in sizes.Changes.GroupBy(change => change.Size.Service, StringComparer.Ordinal))
        {
            lines.Add($"{Spaces(2)}{SafeText.Line(service.Key)}:");
            lines.AddRange(WriteSettings([.. service.Select(change => (change.Size.Path.ToArray(), change.Size.Text))], 3));
        }

        return $"{string.Join('\n', lines)}\n";
    }

    private static IEnumerable<string> WriteSettings(IReadOnlyList<(string[] Path, string Value)> settings, int depth)
    {
        foreach (var group in settings.GroupBy(setting => setting.Path[0], StringComparer.Ordinal))
        {
            if (group.First() is { Path.Length: 1, Value: var value })
            {
                yield return $"{Spaces(depth)}{group.Key}: {value}";
                continue;
            }

            yield return $"{Spaces(depth)}{group.Key}:";
            foreach (var line in WriteSettings([.. group.Select(setting => (setting.Path[1..], setting.Value))], depth + 1))
            {
                yield return line;
            }
        }
    }

    private static string Spaces(int depth) => new(' ', depth * Indent);
}
