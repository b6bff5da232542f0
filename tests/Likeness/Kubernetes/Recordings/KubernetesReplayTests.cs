namespace Likeness.Kubernetes.Recordings;

public sealed class KubernetesReplayTests : IDisposable
{
    private const string Health = """{"name":"health","request":{"method":"GET","path":"/readyz"},"response":{"status":500,"body":"ok"}}""";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("replay-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task RunAsync_UnknownAndDamagedFiles_AreNamed()
    {
        Write("a/unknown.json", """{"kubernetesVersion":"v1","things":[]}""");
        Write("b/damaged.json", "{");

        var replay = await KubernetesReplay.RunAsync(_folder.FullName, _ => true);

        Assert.Equal("a/unknown: kubernetesVersion, things", Assert.Single(replay.Unrecognised));
        Assert.StartsWith("b/damaged: ", Assert.Single(replay.Unreadable), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_AnExceptionInOneCase_FailsThatCaseAlone()
    {
        Write("any-breadth/documents.json", $$"""{"documents":[{"name":"broken","request":{"spell":"x"} },{{Health}}]}""");

        var replay = await KubernetesReplay.RunAsync(_folder.FullName, _ => true);

        Assert.Contains("member spell of a request", replay.Results[0].Failure, StringComparison.Ordinal);
        Assert.Null(replay.Results[1].Failure);
        Assert.Contains(replay.Results[1].Differences, difference => difference is { Place: "status", Recorded: "500", Received: "200" });
    }

    private void Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
