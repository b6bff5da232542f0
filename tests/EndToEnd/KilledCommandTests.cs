using System.Globalization;
using EndToEnd.Support;
using Xunit.Abstractions;

namespace EndToEnd;

/// <summary>After <c>kill -9</c> of the command at any moment, the next update converges without hands.</summary>
public sealed class KilledCommandTests(ITestOutputHelper output)
{
    private const int Kills = 12;
    private const int Count = 24;

    /// <summary>ConfigMaps, which are replaced, and Services, which are updated in place; half of them with automatic names.</summary>
    private const string Program = """
        using Pulumi;

        return await Deployment.RunAsync(() =>
        {
            var config = new Config("kills");
            var value = config.Require("value");
            for (var i = 0; i < config.RequireInt32("count"); i++)
            {
                var metadata = new InputMap<object> { { "namespace", "default" }, { "labels", new Dictionary<string, object> { ["suite"] = "kills", ["value"] = value } } };
                if (i % 4 < 2)
                {
                    metadata.Add("name", $"k{i}");
                }

                var isService = i % 2 == 1;
                var fields = new Fields
                {
                    Kind = isService ? "Service" : "ConfigMap",
                    Metadata = metadata,
                    Data = isService ? null! : new InputMap<string> { { "value", value } },
                    Spec = isService ? new InputMap<object> { { "ports", new[] { new Dictionary<string, object> { ["port"] = 80 } } } } : null!,
                };
                _ = new Thing($"kubernetes:core/v1:{(isService ? "Service" : "ConfigMap")}", $"k{i}", fields);
            }
        });

        sealed class Thing(string type, string name, ResourceArgs args) : CustomResource(type, name, args);

        sealed class Fields : ResourceArgs
        {
            [Input("apiVersion")] public Input<string> ApiVersion { get; set; } = "v1";
            [Input("kind")] public Input<string> Kind { get; set; } = "";
            [Input("metadata")] public InputMap<object> Metadata { get; set; } = null!;
            [Input("data")] public InputMap<string> Data { get; set; } = null!;
            [Input("spec")] public InputMap<object> Spec { get; set; } = null!;
        }
        """;

    [KubectlFact]
    public async Task Up_AfterKillsAtRandomMoments_LeavesNoOrphanAndNothingToDeleteByHand()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("TEST_SEED"), CultureInfo.InvariantCulture, out var given)
            ? given
            : Random.Shared.Next();
        output.WriteLine($"TEST_SEED={seed}");
        var random = new Random(seed);
        await using var sandbox = Sandbox.WithProgram(Program);
        (await sandbox.InfraAsync("cluster", "start", "--name", "dev")).ShouldSucceed();
        var kubeconfig = (await sandbox.InfraAsync("cluster", "kubeconfig", "--name", "dev")).ShouldSucceed().Output.Trim();
        await File.WriteAllTextAsync(sandbox.StackFile("dev"), "config: {}\n");
        await ConfigureAsync("kubernetes:kubeconfig", kubeconfig);
        await ConfigureAsync("kills:count", $"{Count}");

        var kills = 0;
        while (kills < Kills)
        {
            var isDestroy = random.Next(4) == 0;
            await ConfigureAsync("kills:value", $"v{random.Next(4)}");
            using var command = sandbox.StartInfra(isDestroy ? "destroy" : "up", "--stack", "dev", "--yes", "--skip-preview");
            if (await command.SeeOrEndAsync("\n", random.Next(1, 2 * Count)))
            {
                command.Kill();
                kills++;
            }

            await command.WaitAsync();
            (await sandbox.InfraAsync("cancel", "--stack", "dev", "--yes")).ShouldSucceed();
            if (random.Next(2) == 0)
            {
                await DeployAsync("up", Count);
            }
        }

        await DeployAsync("up", Count);
        await DeployAsync("destroy", 0);

        async Task ConfigureAsync(string key, string value) =>
            (await sandbox.InfraAsync("config", "set", key, value, "--stack", "dev")).ShouldSucceed();

        async Task DeployAsync(string verb, int expected)
        {
            (await sandbox.InfraAsync(verb, "--stack", "dev", "--yes", "--skip-preview")).ShouldSucceed();
            var objects = await sandbox.KubectlJsonAsync(
                "get",
                "configmaps,services",
                "--namespace",
                "default",
                "--selector",
                "suite=kills"
            );
            Assert.True(expected == objects["items"]!.AsArray().Count, $"TEST_SEED={seed}: {objects["items"]!.AsArray().Count} objects");
        }
    }
}
