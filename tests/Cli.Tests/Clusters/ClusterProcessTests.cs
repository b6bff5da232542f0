using Infra.Cli.Clusters;

namespace Cli.Tests.Clusters;

/// <summary>A cluster is running only if the recorded process is alive and is the same process.</summary>
public sealed class ClusterProcessTests : IDisposable
{
    private readonly ClusterFiles _files = new("dev", Directory.CreateTempSubdirectory("infra-cluster-").FullName);

    [Fact]
    public void Find_NoRecord_IsNull() => Assert.Null(ClusterProcess.Find(_files));

    [Fact]
    public void Find_ThisProcess_IsFound()
    {
        var self = ClusterProcess.Current(new Uri("https://127.0.0.1:1/"));
        self.Record(_files);
        Assert.Equal(self, ClusterProcess.Find(_files));
    }

    [Fact]
    public void Find_AnotherProcessWithTheRecordedId_IsNotTheCluster()
    {
        var self = ClusterProcess.Current(new Uri("https://127.0.0.1:1/"));
        (self with { StartedAt = self.StartedAt - TimeSpan.FromHours(1) }).Record(_files);
        Assert.Null(ClusterProcess.Find(_files));
    }

    [Fact]
    public void Find_ATruncatedRecord_IsNull()
    {
        File.WriteAllText(_files.ProcessRecord, "{\"id\":");
        Assert.Null(ClusterProcess.Find(_files));
    }

    public void Dispose() => Directory.Delete(_files.Directory, recursive: true);
}
