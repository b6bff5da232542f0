using Infra.Simulator.Objects;

namespace Infra.Simulator.Tests.Recordings;

/// <summary>
/// The simulated cluster against recordings of Kubernetes 1.36. Recordings that do not agree yet are listed in <c>not-yet-agreeing.txt</c>: one
/// that agrees must be taken off the list, and none may be put on it by a change.
/// </summary>
public class RecordingTests(ReplayedRecordings recordings) : IClassFixture<ReplayedRecordings>
{
    private static readonly string[] _files =
        ["admission/cases.json", "patch/sequences.json", "patch/watches.json", "patch/tables.json", "patch/discovery.json", "apply/sequences.json"];

    public static TheoryData<string, string> All
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var file in _files)
            {
                var recording = Replay.Load(file);
                foreach (var list in (string[])["cases", "sequences", "watches", "tables", "documents"])
                {
                    foreach (var one in recording.Objects(list))
                        data.Add(file, one.Text("name")!);
                }
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task The_cluster_answers_as_recorded(string file, string name)
    {
        var differences = (await recordings.Of(file))[name];
        if (ReplayedRecordings.NotYetAgreeing.Contains($"{file} {name}"))
            Assert.True(differences.Count > 0, $"{file} {name} agrees: take it off not-yet-agreeing.txt.");
        else
            Assert.True(differences.Count == 0, string.Join(Environment.NewLine, differences));
    }

    [Fact]
    public void The_list_of_exceptions_names_recordings_only()
    {
        var known = All.Select(row => $"{row[0]} {row[1]}").ToHashSet();

        Assert.All(ReplayedRecordings.NotYetAgreeing, name => Assert.Contains(name, known));
    }
}

/// <summary>Replays each file once for all tests.</summary>
public sealed class ReplayedRecordings
{
    private readonly Dictionary<string, Lazy<Task<Dictionary<string, IReadOnlyList<string>>>>> _results = [];

    public static IReadOnlySet<string> NotYetAgreeing { get; } = File
        .ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Recordings", "not-yet-agreeing.txt"))
        .Where(line => line.Length > 0 && line[0] != '#')
        .ToHashSet();

    public Task<Dictionary<string, IReadOnlyList<string>>> Of(string file)
    {
        lock (_results)
        {
            if (!_results.TryGetValue(file, out var result))
                _results[file] = result = new(() => Replay.RunAsync(file));
            return result.Value;
        }
    }
}
