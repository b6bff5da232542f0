using System.Text.Json.Nodes;
using EndToEnd.Support;

namespace EndToEnd;

/// <summary><c>infra rehearse</c>: the stack's own objects in virtual time, without a cluster.</summary>
public sealed class RehearsalTests
{
    private const string Quick = """
        duration: 10m
        pools: {general: {nodes: 3, zones: [a, b, c], price: 0.5}}
        load: {gateway: {rps: 20}}
        expect: {cost: {perMonth: 5000}}
        """;

    [Fact]
    public async Task Rehearse_TheSameSeed_GivesTheSameReportToTheByte()
    {
        await using var sandbox = Sandbox.OfRepository();
        Write(sandbox, "quick", Quick);

        var first = (await sandbox.InfraAsync("rehearse", "quick", "--stack", "dev", "--json")).ShouldSucceed().Output;
        var second = (await sandbox.InfraAsync("rehearse", "quick", "--stack", "dev", "--json")).ShouldSucceed().Output;

        Assert.Equal(first, second);
        var result = Assert.Single(JsonNode.Parse(first)!.AsArray())!;
        Assert.Equal(("quick", "dev"), (result["scenario"]!.GetValue<string>(), result["stack"]!.GetValue<string>()));
        Assert.Contains(result["services"]!.AsArray(), service => service!["service"]?.GetValue<string>() == "gateway");
        Assert.False(Directory.Exists(Path.Combine(sandbox.Directory, ".infra", "clusters")));
    }

    [Fact]
    public async Task Rehearse_WithReports_WritesEachAndNamesIt()
    {
        await using var sandbox = Sandbox.OfRepository();
        Write(sandbox, "quick", Quick);

        var run = (
            await sandbox.InfraAsync([
                "rehearse",
                "quick",
                "--stack",
                "dev",
                "--scenario",
                "fit",
                "--report",
                "r.html",
                "--junit",
                "r.xml",
                "--markdown",
                "r.md",
            ])
        ).ShouldShowNoStackTrace();

        Assert.All(["r.html", "r.xml", "r.md"], file => Assert.Contains($"Wrote {file}", run.Errors, StringComparison.Ordinal));
        Assert.StartsWith(
            "<!doctype html>",
            await File.ReadAllTextAsync(Path.Combine(sandbox.Directory, "r.html")),
            StringComparison.OrdinalIgnoreCase
        );
    }

    [Fact]
    public async Task Rehearse_AWrongScenario_ExitsWith2AndNamesThePlaces()
    {
        await using var sandbox = Sandbox.OfRepository();
        Write(sandbox, "wrong", "load: {catalog: 40}\nfaults: [{at: 1m, lose: zone north}]\n");

        var run = (await sandbox.InfraAsync("rehearse", "wrong", "--stack", "dev")).ShouldExitWith(2).ShouldShowNoStackTrace();

        Assert.Contains(
            "stacks/rehearsals/wrong.yaml:1: load.catalog: the service 'catalog' is not exposed",
            run.Errors,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "stacks/rehearsals/wrong.yaml:2: faults[0].lose: no node is in the zone 'north'",
            run.Errors,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Rehearse_AReadyScenarioWithoutTheLoadItNeeds_SaysWhatToWrite()
    {
        await using var sandbox = Sandbox.OfRepository();

        var run = (await sandbox.InfraAsync("rehearse", "--scenario", "peak", "--stack", "dev")).ShouldExitWith(2).ShouldShowNoStackTrace();

        Assert.Contains("the scenario 'peak' needs a load: write 'load:", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rehearse_Sweep_TriesEachValueWithoutChangingAFile()
    {
        await using var sandbox = Sandbox.OfRepository();
        Write(sandbox, "quick", Quick);
        var before = await File.ReadAllTextAsync(Path.Combine(sandbox.Directory, "stacks", "Pulumi.dev.yaml"));

        var run = (
            await sandbox.InfraAsync("rehearse", "quick", "--stack", "dev", "--sweep", "pools.general.nodes=3,4", "--json")
        ).ShouldShowNoStackTrace();

        var values = JsonNode.Parse(run.Output)!["values"]!.AsArray();
        Assert.Equal(["3", "4"], values.Select(value => value!["value"]!.GetValue<string>()));
        Assert.Equal([3, 4], values.Select(value => value!["mostNodes"]!.GetValue<int>()));
        Assert.Equal(before, await File.ReadAllTextAsync(Path.Combine(sandbox.Directory, "stacks", "Pulumi.dev.yaml")));
    }

    [Fact]
    public async Task Rehearse_SweepOfAValueThatTheProgramRefuses_ExitsWith2AndNamesIt()
    {
        await using var sandbox = Sandbox.OfRepository();
        Write(sandbox, "quick", Quick);

        var run = (await sandbox.InfraAsync("rehearse", "quick", "--stack", "dev", "--sweep", "services.payments.replicas=2,many"))
            .ShouldExitWith(2)
            .ShouldShowNoStackTrace();

        Assert.Contains("--sweep services.payments.replicas=many: ", run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("--sweep services.payments.replicas=2: ", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rehearse_CompareWithAnotherStack_GoesExpectationByExpectation()
    {
        await using var sandbox = Sandbox.OfRepository();
        Write(sandbox, "quick", Quick);
        var folder = Path.Combine(sandbox.Directory, "stacks");
        File.Copy(Path.Combine(folder, "Pulumi.dev.yaml"), Path.Combine(folder, "Pulumi.twin.yaml"));

        var run = (await sandbox.InfraAsync("rehearse", "quick", "--stack", "dev", "--compare", "twin", "--json")).ShouldSucceed();

        var answer = JsonNode.Parse(run.Output)!;
        Assert.False(answer["worse"]!.GetValue<bool>());
        Assert.NotEmpty(answer["expectations"]!.AsArray());
        Assert.Equal(answer["before"]!.ToJsonString(), answer["after"]!.ToJsonString());
    }

    [Fact]
    public async Task Rehearse_CompareWithWhatIsNeitherAStackNorACommit_ExitsWith2()
    {
        await using var sandbox = Sandbox.OfRepository();

        var run = (await sandbox.InfraAsync("rehearse", "--stack", "dev", "--scenario", "fit", "--compare", "nowhere"))
            .ShouldExitWith(2)
            .ShouldShowNoStackTrace();

        Assert.Contains("--compare: there is no stack 'nowhere' (", run.Errors, StringComparison.Ordinal);
    }

    private static void Write(Sandbox sandbox, string name, string text)
    {
        var folder = Path.Combine(sandbox.Directory, "stacks", "rehearsals");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, $"{name}.yaml"), text);
    }
}
