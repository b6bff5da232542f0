using Infra.Simulator.Objects;

namespace Infra.Simulator.Tests.Recordings;

/// <summary>Compares the responses of the API with recordings of Kubernetes 1.36.</summary>
public class RecordingTests(ReplayedRecordings recordings) : IClassFixture<ReplayedRecordings>
{
    private static readonly string[] _files =
    [
        "admission/cases.json",
        "patch/sequences.json",
        "patch/watches.json",
        "patch/tables.json",
        "patch/discovery.json",
        "apply/sequences.json",
    ];

    public static TheoryData<string, string> All
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var file in _files)
            {
                var recording = VirtualCluster.Load(file);
                foreach (var list in (string[])["cases", "sequences", "watches", "tables", "documents"])
                {
                    foreach (var one in recording.Objects(list))
                    {
                        data.Add(file, one.Text("name")!);
                    }
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Replay_Requests_AgreeWithTheRecording(string file, string name)
    {
        var cases = await recordings.GetAsync(file);

        Ratchet.Answers.Check($"{file} {name}", await cases[name]);
    }
}

/// <summary>Replays each file once for all tests.</summary>
public sealed class ReplayedRecordings
{
    private readonly Dictionary<string, Task<Dictionary<string, Task<IReadOnlyList<string>>>>> _results = [];

    /// <summary>Returns the differences of each recording of a file by its name. If a replay failed, its task is faulted.</summary>
    public Task<Dictionary<string, Task<IReadOnlyList<string>>>> GetAsync(string file)
    {
        lock (_results)
        {
            if (!_results.TryGetValue(file, out var result))
            {
                _results[file] = result = Replay.RunAsync(file);
            }

            return result;
        }
    }
}
