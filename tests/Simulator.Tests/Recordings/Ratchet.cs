namespace Infra.Simulator.Tests.Recordings;

/// <summary>
/// Recordings over time that do not agree yet stand in <c>not-yet-agreeing-in-time.txt</c>: one that agrees must be taken off the list, and no change may put
/// one on it.
/// </summary>
internal static class Ratchet
{
    private static readonly HashSet<string> Listed = File
        .ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Recordings", "not-yet-agreeing-in-time.txt"))
        .Where(line => line.Length > 0 && line[0] != '#')
        .ToHashSet(StringComparer.Ordinal);

    public static void Check(string name, IReadOnlyCollection<string> differences)
    {
        if (Listed.Contains(name))
            Assert.True(differences.Count > 0, $"{name} agrees: take it off not-yet-agreeing-in-time.txt.");
        else
            Assert.True(differences.Count == 0, $"{name}{Environment.NewLine}{string.Join(Environment.NewLine, differences)}");
    }

    public static TheoryData<string> Names(string file, string list)
    {
        var data = new TheoryData<string>();
        foreach (var one in Objects.JsonReading.Objects(LivingCluster.Load(file), list))
            data.Add(Objects.JsonReading.Text(one, "name")!);
        return data;
    }
}
