namespace EndToEnd.RealClients;

/// <summary>Every installed version of helm prints on a simulated cluster what it prints on a real one.</summary>
public sealed class HelmTests(ServedCluster cluster) : IClassFixture<ServedCluster>
{
    [ClientTheory("helm")]
    [InlineData("helm")]
    public Task Helm_OnASimulatedCluster_PrintsWhatItPrintsOnARealOne(string transcript) => cluster.ReplayAsync(transcript, "helm");
}
