namespace Infra.Tests.Planning.Haproxy;

/// <summary>How a real HAProxy distributes requests among versions.</summary>
[Collection(HaproxyCollection.Name)]
public class HaproxyVersionTests
{
    private const int Requests = 300;

    /// <summary>The tolerated deviation from the weights.</summary>
    private const int Tolerance = 4;

    [HaproxyFact]
    public async Task Weights_ApplyForAnyNumberOfPods()
    {
        foreach (var (weight, stables, canaries) in ((int, int, int)[])[(10, 3, 1), (25, 5, 2), (50, 1, 6), (1, 2, 4), (97, 4, 1)])
        {
            using var stable = new Pods(stables, "stable");
            using var canary = new Pods(canaries, "canary");
            await using var haproxy = await HaproxyProcess.StartAsync(
                Catalogue.Web(
                    ", algorithm: weighted",
                    settings: $", scaling: {{min: 1, max: 9}}, versions: {{canary: {{tag: \"2\", weight: {weight}}}}}"
                ),
                stable,
                canary
            );

            var answers = await haproxy.AskAsync(Requests);

            Assert.InRange(answers.Count(canary.Names.Contains), Expected(weight) - Tolerance, Expected(weight) + Tolerance);
        }
    }

    [HaproxyFact]
    public async Task AVersionWithWeightZero_ReceivesNoRequests()
    {
        using var stable = new Pods(1, "stable");
        await using var haproxy = await HaproxyProcess.StartAsync(
            Catalogue.Web("", settings: ", versions: {green: {tag: \"2\", weight: 0}}"),
            stable
        );

        Assert.Equal(["stable0"], (await haproxy.AskAsync(30)).Distinct());
    }

    [HaproxyFact]
    public async Task OfSeveralVersions_OneCanBeIdle()
    {
        using var stable = new Pods(1, "stable");
        using var canary = new Pods(1, "canary");
        await using var haproxy = await HaproxyProcess.StartAsync(
            Catalogue.Web("", settings: ", versions: {canary: {tag: \"2\", weight: 20}, drained: {tag: \"3\", weight: 0}}"),
            stable,
            canary
        );

        var answers = await haproxy.AskAsync(Requests);

        Assert.InRange(answers.Count(answer => answer == "canary0"), Expected(20) - Tolerance, Expected(20) + Tolerance);
    }

    [HaproxyFact]
    public async Task TheRequestsOfAVersionWithoutReadyPods_GoToTheOthers_UntilOneReturns()
    {
        using var stable = new Pods(2, "stable");
        using var canary = new Pods(1, "canary");
        await using var haproxy = await HaproxyProcess.StartAsync(
            Catalogue.Web("", detectWithin: "2s", settings: ", versions: {canary: {tag: \"2\", weight: 50}}"),
            stable,
            canary
        );

        canary.Kill();
        await haproxy.UntilAsync(async _ => !(await haproxy.AskAsync(10)).Contains("503"));
        Assert.All(await haproxy.AskAsync(50), answer => Assert.Contains(answer, stable.Names));
        stable.Kill();
        canary.Start();
        await haproxy.UntilAsync(async _ => (await haproxy.AskAsync(10)).All(answer => answer == "canary0"));
    }

    [HaproxyFact]
    public async Task WithoutAReadyPodInAnyVersion_TheFailoverAnswers()
    {
        using var stable = new Pods(1, "stable");
        using var canary = new Pods(1, "canary");
        using var spare = new Pods(1, "backup");
        await using var haproxy = await HaproxyProcess.StartAsync(
            $"{Catalogue.Web(", failover: spare", detectWithin: "2s", settings: ", versions: {canary: {tag: \"2\", weight: 50}}")}\nspare: {{image: \"s:1\", port: 80}}",
            stable,
            canary,
            spare
        );

        canary.Kill();
        await haproxy.UntilAsync(async _ => (await haproxy.AskAsync(10)).All(answer => answer == "stable0"));
        stable.Kill();
        await haproxy.UntilAsync(async _ => (await haproxy.AskAsync(10)).All(answer => answer == "backup0"));
    }

    [HaproxyFact]
    public async Task ClientIp_KeepsTheClientsVersion()
    {
        using var stable = new Pods(3, "stable");
        using var canary = new Pods(3, "canary");
        await using var haproxy = await HaproxyProcess.StartAsync(
            Catalogue.Web(", algorithm: clientIp", settings: ", versions: {canary: {tag: \"2\", weight: 50}}"),
            stable,
            canary
        );

        Assert.Single((await haproxy.AskAsync(50)).Distinct());
    }

    private static int Expected(int weight) => Requests * weight / 100;
}
