using Infra.Simulator.Objects;

namespace Infra.Simulator.Tests.Recordings;

/// <summary>
/// Recordings with which the simulated cluster does not agree yet, one a line with the reason: <c>name | reason</c>. A listed recording
/// that agrees fails its test, so that its line is deleted; the pinned counts in <see cref="RatchetTests"/> may only fall.
/// </summary>
internal sealed class Ratchet
{
    private readonly string _file;

    public Ratchet(string file, IEnumerable<string> lines)
    {
        _file = file;
        Reasons = lines
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split(" | ", 2))
            .ToDictionary(parts => parts[0], parts => parts.Length > 1 ? parts[1] : "", StringComparer.Ordinal);
    }

    /// <summary>Answers of the API.</summary>
    public static Ratchet Answers { get; } = Load("not-yet-agreeing.txt");

    /// <summary>Controllers over time.</summary>
    public static Ratchet OverTime { get; } = Load("not-yet-agreeing-in-time.txt");

    /// <summary>The reason of each listed recording by its name.</summary>
    public IReadOnlyDictionary<string, string> Reasons { get; }

    /// <summary>Fails for a recording that differs and is not listed, and for one that is listed and does not differ.</summary>
    public void Check(string name, IReadOnlyCollection<string> differences)
    {
        if (Reasons.ContainsKey(name))
        {
            Assert.True(differences.Count > 0, $"{name} agrees: delete its line in {_file}.");
        }
        else
        {
            Assert.True(differences.Count == 0, $"{name}{Environment.NewLine}{string.Join(Environment.NewLine, differences)}");
        }
    }

    public static TheoryData<string> Names(string file, string list)
    {
        var data = new TheoryData<string>();
        foreach (var one in VirtualCluster.Load(file).Objects(list))
        {
            data.Add(one.Text("name")!);
        }

        return data;
    }

    private static Ratchet Load(string file) => new(file, File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Recordings", file)));
}
