namespace EndToEnd.RealClients;

/// <summary>Every installed version of kubectl prints on a simulated cluster what it prints on a real one.</summary>
public sealed class KubectlTests(ServedCluster cluster) : IClassFixture<ServedCluster>
{
    [ClientTheory("kubectl")]
    [InlineData("apply")]
    [InlineData("create")]
    [InlineData("change")]
    [InlineData("rollout")]
    [InlineData("read")]
    [InlineData("describe")]
    [InlineData("explain")]
    [InlineData("access")]
    [InlineData("nodes")]
    [InlineData("pods")]
    [InlineData("delete")]
    public Task Kubectl_OnASimulatedCluster_PrintsWhatItPrintsOnARealOne(string transcript) => cluster.ReplayAsync(transcript, "kubectl");
}
